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
  description = "Prefix of all names."
  type        = string
  default     = "fulfilment"
}

variable "orders_state" {
  description = "Path of the orders team's state."
  type        = string
  default     = "../orders/terraform.tfstate"
}

# The outputs of the other team. Yours are in an S3 bucket or in HCP Terraform: change the backend and its settings, nothing else.
data "terraform_remote_state" "orders" {
  backend = "local"
  config  = { path = var.orders_state }
}

# The fulfilment team's subscriber. It comes and goes without a change, or a plan, of the orders team.
module "packing" {
  source = "../../../terraform/subscriber"

  name      = "${var.name}-packing"
  topic_arn = data.terraform_remote_state.orders.outputs.topic_arn
  fifo      = data.terraform_remote_state.orders.outputs.fifo

  # Orders that are collected in the shop need no parcel.
  filter_policy = jsonencode({
    type     = ["com.example.order.placed.v1"]
    delivery = ["parcel"]
  })

  subscriber = {
    filename    = "${path.module}/pack.zip"
    environment = { PARCELS_TABLE_NAME = local.parcels_table_name }
    policy_statements = jsonencode([
      { Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = [aws_dynamodb_table.parcels.arn] },
    ])
  }

  tags = local.tags
}

resource "aws_dynamodb_table" "parcels" {
  name         = local.parcels_table_name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "order_id"

  attribute {
    name = "order_id"
    type = "S"
  }

  server_side_encryption { enabled = true }
  point_in_time_recovery { enabled = true }
  tags = local.tags
}

locals {
  parcels_table_name = "${var.name}-parcels"
  tags               = { Example = "pub-sub-two-teams", Team = "fulfilment" }
}

output "parcels_table_name" {
  description = "Table of the parcels."
  value       = aws_dynamodb_table.parcels.name
}

output "redrive_function_name" {
  description = "Function that moves dead letters back."
  value       = module.packing.redrive_function_name
}

output "dead_letter_queues" {
  description = "Where what could not be delivered, and what failed, is kept."
  value       = module.packing.dead_letter_queues
}
