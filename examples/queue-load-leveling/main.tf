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
  default     = "migration"
}

variable "legacy_url" {
  description = "URL of the legacy system that takes the customers, such as https://legacy.example.com."
  type        = string
}

# Customers move one by one into a legacy system that takes five records a second and fails now and then.
module "migration" {
  source = "../../terraform/queue-load-leveling"

  name = var.name

  worker = {
    filename        = "${path.module}/worker.zip"
    timeout_seconds = 10
    batch_size      = 5
    max_per_second  = 5
    environment     = { LEGACY_URL = var.legacy_url }
  }

  queue = {
    # The legacy system recovers within seconds: try again soon.
    retry_delay_seconds = 1
  }

  api = {
    retry_after_seconds = 1
    request_schema = jsonencode({
      type     = "object"
      required = ["customerId", "name", "email"]
      properties = {
        customerId = { type = "string", pattern = "^[A-Za-z0-9-]{1,64}$" }
        name       = { type = "string", minLength = 1, maxLength = 200 }
        email      = { type = "string", pattern = "^[^\\s@]+@[^\\s@]+$" }
      }
    })
  }

  # An example is made to be destroyed.
  table = { deletion_protection = false }

  tags = { Example = "queue-load-leveling" }
}

output "api_endpoint" {
  description = "URL of the jobs API."
  value       = module.migration.api_endpoint
}

output "redrive_function_name" {
  description = "Function that moves dead letters back."
  value       = module.migration.redrive_function_name
}

output "dead_letter_queue_url" {
  description = "Queue of the jobs that failed for good."
  value       = module.migration.dead_letter_queues.jobs.url
}

output "table_name" {
  description = "Table of the jobs."
  value       = module.migration.table_name
}

output "pause_function_name" {
  description = "Function that pauses and resumes the worker."
  value       = module.migration.pause_function_name
}
