/** The hub with every optional input, standard and FIFO, and what the inputs name. */
import type { ModuleCall } from "../root";
import type { RootOptions } from "../suite";
import { recorder } from "./recorder";

/** A boundary that bounds nothing: what roles may do is said by the module's own policies. */
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** The key's policy, as docs of `kms_key_arn` and `logs.kms_key_arn` ask for it. */
export const KEY_POLICY = `\${jsonencode({
  Version = "2012-10-17"
  Statement = [
    { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root" } },
    { Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey*"], Resource = "*", Principal = { Service = ["sns.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com"] }, Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } } },
    { Effect = "Allow", Action = ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"], Resource = "*", Principal = { Service = "logs.\${data.aws_region.current.id}.amazonaws.com" }, Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:\${data.aws_region.current.id}:\${data.aws_caller_identity.current.account_id}:*" } } },
  ]
})}`;

/** How HTTP endpoints are tried again: every member of SNS's policy. */
const DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 5,
      maxDelayTarget: 30,
      numRetries: 8,
      numMaxDelayRetries: 2,
      numNoDelayRetries: 1,
      numMinDelayRetries: 1,
      backoffFunction: "exponential",
    },
    disableSubscriptionOverrides: false,
  },
};

const KEY = "${aws_kms_key.key.arn}";

/** Everything that each hub takes. */
const common = ({ name }: RootOptions) => ({
  source: "./terraform/pub-sub",
  delivery_status_logging: { success_sample_percent: 50 },
  alarms: { enabled: true, action_arns: ["${aws_sns_topic.alarms.arn}"], oldest_message_seconds: 60 },
  kms_key_arn: KEY,
  logs: { level: "DEBUG", retention_days: 7, kms_key_arn: KEY },
  tracing: false,
  permissions_boundary_arn: "${aws_iam_policy.boundary.arn}",
  tags: { Suite: name, Revision: "${var.revision}" },
});

const queue = { max_receive_count: 5, visibility_timeout_seconds: 120, retention_seconds: 3600 };
const rest = { raw_message_delivery: true, queue, redrive: { max_per_second: 2 } };

const code = (options: RootOptions, key: string) => ({
  ...recorder(options, key),
  source_code_hash: '${filebase64sha256("event-recorder.zip")}',
  handler: "index.handler",
  runtime: "nodejs22.x",
  architecture: "x86_64",
  memory_mb: "${256 * var.revision}",
  timeout_seconds: 10,
  reserved_concurrency: 4,
});

/** The calls of the module. */
export function fullHubs(options: RootOptions): Record<string, ModuleCall> {
  const { name, emulated } = options;
  const vpc = emulated && {
    vpc: {
      subnet_ids: "${[for subnet in aws_subnet.private : subnet.id]}",
      security_group_ids: ["${aws_security_group.subscriber.id}"],
    },
  };
  const filter = (policy: object) => ({
    filter_policy: JSON.stringify(policy),
    filter_policy_scope: "MessageAttributes",
  });
  return {
    full: {
      ...common(options),
      name: `${name}-full`,
      topic: { delivery_policy: JSON.stringify(DELIVERY_POLICY) },
      publishers: {
        account_ids: ["${data.aws_caller_identity.current.account_id}"],
        arns: ["${aws_iam_user.operator.arn}"],
        services: {
          "events.amazonaws.com": {
            source_arns: ["arn:aws:events:*:${data.aws_caller_identity.current.account_id}:rule/orders-*"],
          },
          "s3.amazonaws.com": {
            source_arns: ["arn:aws:s3:::orders"],
            source_account: "${data.aws_caller_identity.current.account_id}",
          },
        },
      },
      subscribers: {
        buffered: {
          ...rest,
          ...filter({ type: [{ prefix: "com.example." }] }),
          mode: "buffered",
          subscriber: {
            ...code(options, "full-buffered"),
            ...vpc,
            batch_size: 20,
            batching_window_seconds: 1,
            maximum_concurrency: 2,
          },
          idempotency: { enabled: true, retention_days: 7 },
        },
        direct: {
          ...rest,
          ...filter({ type: [{ "anything-but": "nothing" }] }),
          mode: "direct",
          subscriber: code(options, "full-direct"),
          idempotency: { enabled: false, retention_days: 7 },
        },
        shelf: { ...rest, ...filter({ source: [{ exists: true }] }), mode: "queue" },
      },
    },
    full_fifo: {
      ...common(options),
      name: `${name}-full-fifo`,
      fifo: true,
      topic: {
        content_based_deduplication: true,
        // A topic with an archive can be deleted nowhere but here.
        ...(emulated && { archive_retention_days: 7 }),
      },
    },
  };
}

/** What the calls' inputs name. */
export function fullResources({ name, emulated }: RootOptions): Record<string, Record<string, object>> {
  return {
    aws_kms_key: { key: { description: name, policy: KEY_POLICY, deletion_window_in_days: 7 } },
    aws_sns_topic: { alarms: { name: `${name}-alarms` } },
    aws_iam_policy: { boundary: { name: `${name}-boundary`, policy: JSON.stringify(EVERYTHING) } },
    ...(emulated && {
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        private: { count: 2, vpc_id: "${aws_vpc.vpc.id}", cidr_block: "10.0.${count.index}.0/24" },
      },
      aws_security_group: { subscriber: { name: `${name}-subscriber`, vpc_id: "${aws_vpc.vpc.id}" } },
    }),
  };
}
