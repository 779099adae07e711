terraform {
  required_version = ">= 1.5.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0"
    }
  }
}

provider "aws" {}

variable "name" {
  description = "Name of the topic."
  type        = string
  default     = "shop-orders"
}

# The orders team's topic. Who listens to it is not said here.
module "orders" {
  source = "../../../terraform/pub-sub"

  name = var.name
  tags = { Example = "pub-sub-two-teams", Team = "orders" }
}

# What other teams need, and all that they need.
output "topic_arn" {
  description = "ARN of the topic of orders."
  value       = module.orders.topic_arn
}

output "fifo" {
  description = "Whether it is a FIFO topic."
  value       = module.orders.fifo
}

output "subscribe_policy_json" {
  description = "IAM policy for the roles with which other teams run Terraform."
  value       = module.orders.subscribe_policy_json
}

output "publish_policy_json" {
  description = "IAM policy for what publishes orders."
  value       = module.orders.publish_policy_json
}
