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
  default     = "shop"
}

# The products, behind a public API. Each function may call the table's actions that its code calls, and no other.
module "products" {
  source = "../../terraform/web-service"

  name = "${var.name}-products"

  functions = {
    create = { filename = "${path.module}/create.zip", table_access = "write", table_actions = ["PutItem"] }
    read = {
      filename      = "${path.module}/read.zip"
      table_access  = "read"
      table_actions = ["GetItem"]
      environment   = { STOCK_FUNCTION_NAME = module.stock.function_arns.levels }
    }
    list   = { filename = "${path.module}/list.zip", table_access = "read", table_actions = ["Query"] }
    update = { filename = "${path.module}/update.zip", table_access = "write", table_actions = ["UpdateItem"] }
    delete = { filename = "${path.module}/delete.zip", table_access = "read_write", table_actions = ["DeleteItem", "GetItem"] }
  }

  # Signed requests: that is the default, and NONE would have to be written out.
  routes = {
    # Whoever imports a catalogue leaves the others their part of the table.
    "POST /products"        = { function = "create", throttle = { requests_per_second = 50, burst = 100 } }
    "GET /products"         = { function = "list" }
    "GET /products/{id}"    = { function = "read" }
    "PUT /products/{id}"    = { function = "update" }
    "DELETE /products/{id}" = { function = "delete" }
  }

  table = {
    hash_key = "id"
    indexes = {
      all         = { hash_key = "listing", range_key = "id" }
      by_category = { hash_key = "category", range_key = "id" }
    }
    # An example is made to be destroyed.
    deletion_protection = false
  }

  tags = { Example = "products-api" }
}

# How many there are of each product: an internal service, without a gateway and with a table of its own.
module "stock" {
  source = "../../terraform/web-service"

  name       = "${var.name}-stock"
  public_api = null

  functions = {
    levels = { filename = "${path.module}/stock.zip", table_access = "read_write", table_actions = ["BatchGetItem", "PutItem"] }
  }

  table = {
    hash_key            = "id"
    deletion_protection = false
  }

  tags = { Example = "products-api" }
}

# The stock service says what its callers need; the products' read function is one.
resource "aws_iam_role_policy" "read_calls_stock" {
  name   = "call-stock"
  role   = module.products.function_role_names.read
  policy = module.stock.function_invoke_policy_json.levels
}

output "api_endpoint" {
  description = "URL of the products API."
  value       = module.products.api_endpoint
}

output "caller_policy_json" {
  description = "IAM policy for those who may call the products API."
  value       = module.products.invoke_policy_json
}

output "stock_function_arn" {
  description = "What callers of the stock service invoke."
  value       = module.stock.function_arns.levels
}

output "stock_caller_policy_json" {
  description = "IAM policy for those who may call the stock service."
  value       = module.stock.function_invoke_policy_json.levels
}

output "product_table_name" {
  description = "Table of the products."
  value       = module.products.table_name
}

output "stock_table_name" {
  description = "Table of the stock levels."
  value       = module.stock.table_name
}
