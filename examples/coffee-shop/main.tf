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
  default     = "coffee-shop"
}

# Customers order here. The shop tells the topic what was ordered, and knows nobody who listens.
module "shop" {
  source = "../../terraform/web-service"

  name = var.name

  functions = {
    place-order = {
      filename    = "${path.module}/place-order.zip"
      environment = { TOPIC_ARN = module.orders.topic_arn }
    }
  }

  # Signed requests: that is the default, and NONE would have to be written out.
  routes = {
    "POST /orders" = { function = "place-order" }
  }

  tags = local.tags
}

# The topic says what its publishers need; the shop's function is one.
resource "aws_iam_role_policy" "shop_publishes_orders" {
  name   = "publish-orders"
  role   = module.shop.function_role_names.place-order
  policy = module.orders.publish_policy_json
}

# What was ordered, for whoever wants to know: each subscriber has a queue, dead letters, alarms and a way back of its own.
module "orders" {
  source = "../../terraform/pub-sub"

  name = "${var.name}-orders"

  subscribers = {
    video-wall = {
      subscriber = {
        filename    = "${path.module}/video-wall.zip"
        environment = { VIDEO_WALL_TABLE_NAME = aws_dynamodb_table.video_wall.name }
        policy_statements = jsonencode([
          { Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = aws_dynamodb_table.video_wall.arn },
        ])
      }
    }

    leaderboard = {
      subscriber = {
        filename    = "${path.module}/leaderboard.zip"
        environment = { LEADERBOARD_TABLE_NAME = aws_dynamodb_table.leaderboard.name }
        policy_statements = jsonencode([
          { Effect = "Allow", Action = ["dynamodb:PutItem", "dynamodb:UpdateItem"], Resource = aws_dynamodb_table.leaderboard.arn },
        ])
      }
    }

    recommendations = {
      # Guests did not agree to it: their orders do not even arrive.
      filter_policy = jsonencode({ type = ["com.example.order.placed.v1"], loyalty = ["member"] })
      # A suggestion is worth little once the coffee is drunk: three tries, seconds apart.
      queue = { max_receive_count = 3, retry_delay_seconds = 1 }
      subscriber = {
        filename    = "${path.module}/recommendations.zip"
        environment = { RECOMMENDATIONS_TABLE_NAME = aws_dynamodb_table.recommendations.name }
        policy_statements = jsonencode([
          { Effect = "Allow", Action = ["dynamodb:PutItem", "dynamodb:UpdateItem"], Resource = aws_dynamodb_table.recommendations.arn },
        ])
      }
    }
  }

  tags = local.tags
}

# The newest order of a shop is the last of its rows.
resource "aws_dynamodb_table" "video_wall" {
  name         = "${var.name}-video-wall"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "placed"

  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "placed"
    type = "S"
  }
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }

  tags = local.tags
}

# How many drinks each barista made, and how many of each kind were sold.
resource "aws_dynamodb_table" "leaderboard" {
  name         = "${var.name}-leaderboard"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }

  tags = local.tags
}

# Which drinks members buy together.
resource "aws_dynamodb_table" "recommendations" {
  name         = "${var.name}-recommendations"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }

  tags = local.tags
}

locals {
  tags = { Example = "coffee-shop" }
}

output "api_endpoint" {
  description = "URL of the shop's API."
  value       = module.shop.api_endpoint
}

output "caller_policy_json" {
  description = "IAM policy for those who may order."
  value       = module.shop.invoke_policy_json
}

output "topic_arn" {
  description = "Topic of the orders, for other teams' subscribers."
  value       = module.orders.topic_arn
}

output "subscribers" {
  description = "All that is to know of each subscriber: queues, function, mapping, way back, alarms."
  value       = module.orders.subscribers
}

output "table_names" {
  description = "Table of each subscriber."
  value = {
    video-wall      = aws_dynamodb_table.video_wall.name
    leaderboard     = aws_dynamodb_table.leaderboard.name
    recommendations = aws_dynamodb_table.recommendations.name
  }
}

output "operate_policy_json" {
  description = "IAM policy for operators: redrive dead letters, see how many there are, pause and resume."
  value       = module.orders.operate_policy_json
}
