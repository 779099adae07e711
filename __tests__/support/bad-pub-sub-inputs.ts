import type { PubSubProps } from "../../modules/pub-sub/props";
import { badCommonInputs } from "./bad-common-inputs";
import type { BadInput } from "./bad-inputs";
import { badMembers, withWrong } from "./bad-subscriber-inputs";

const notKey = (key: string) =>
  `subscribers must have keys of lower-case letters, digits or hyphens that do not end with -dead-letter, as names of queues do, which is not true of "${key}".`;
const NEEDS_KEY =
  "kms_key_arn must be given for publishers that are AWS services or other accounts, which cannot use the key alias/aws/sns: pass a key whose policy admits them to kms:GenerateDataKey and kms:Decrypt.";

const PUBLISHERS =
  "publishers.arns must hold ARNs of roles and users, such as arn:aws:iam::123456789012:role/orders; a principal has no wildcards.";

const queue = { mode: "queue" };

/** What is wrong at a subscriber is told with its key. */
function ofEntries(filename: string): BadInput<Partial<PubSubProps>>[] {
  return badMembers.map((input) => ({
    ...input,
    wrong: { subscribers: { good: queue, wrong: withWrong({ subscriber: { filename } }, input) } },
    message: `subscribers["wrong"].${input.message}`,
  }));
}

/** Inputs that no deployment may begin with. One table for TypeScript and for Terraform: same rule, same words. */
export const badPubSubInputs = (filename: string): readonly BadInput<Partial<PubSubProps>>[] => [
  {
    what: "a name with capitals",
    wrong: { name: "Orders" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  ...badCommonInputs,
  ...ofEntries(filename),
  {
    what: "a subscriber of null",
    wrong: { subscribers: { wall: null as never } },
    message: 'subscribers["wall"] must not be null: leave the entry out, or give an object.',
  },
  {
    what: "publishers by a wildcard",
    wrong: { publishers: { arns: ["arn:aws:iam::123456789012:role/orders-*"] } },
    message: PUBLISHERS,
  },
  { what: "a subscriber with capitals", wrong: { subscribers: { videoWall: queue } }, message: notKey("videoWall") },
  {
    what: "a subscriber called as a queue",
    wrong: { subscribers: { "wall-dead-letter": queue } },
    message: notKey("wall-dead-letter"),
  },
  {
    what: "two subscribers with a queue of one name",
    wrong: { subscribers: { "wall-delivery": queue, wall: queue } },
    message:
      'subscribers["wall"] must not stand beside "wall-delivery": both would have a queue orders-wall-delivery-dead-letter. Rename one of them.',
    across: true,
  },
  {
    what: "a subscriber whose names are too long",
    wrong: { subscribers: { [`a${"b".repeat(33)}`]: queue } },
    message: `subscribers["a${"b".repeat(33)}"] must have a key so short that orders-a${"b".repeat(33)}, which its names begin with, and role_name_suffix have at most 40 characters together.`,
    across: true,
  },
  {
    what: "a FIFO topic that calls a function",
    wrong: { fifo: true, subscribers: { wall: { mode: "direct", subscriber: { filename } } } },
    message: 'subscribers["wall"].mode must be "buffered" or "queue" for a FIFO topic, which delivers to queues only.',
    across: true,
  },
  {
    what: "a big batch of a FIFO queue",
    wrong: {
      fifo: true,
      subscribers: { wall: { subscriber: { filename, batchSize: 11, batchingWindowSeconds: 1 } } },
    },
    message:
      'subscribers["wall"].subscriber.batch_size must be at most 10, with a batching_window_seconds of 0, for a FIFO queue.',
    across: true,
  },
  {
    what: "deduplication by a standard topic",
    wrong: { topic: { contentBasedDeduplication: true } },
    message: "topic.content_based_deduplication must be false for a standard topic: set fifo = true, or leave it out.",
    across: true,
  },
  {
    what: "an archive of a standard topic",
    wrong: { topic: { archiveRetentionDays: 7 } },
    message:
      "topic.archive_retention_days must be null for a standard topic, which keeps no archive: set fifo = true, or leave it out.",
    across: true,
  },
  {
    what: "a throughput of groups of a standard topic",
    wrong: { topic: { fifoThroughputScope: "MessageGroup" } },
    message:
      "topic.fifo_throughput_scope must be null for a standard topic, which has no such bound: set fifo = true, or leave it out.",
    across: true,
  },
  {
    what: "an unknown scope of throughput",
    wrong: { topic: { fifoThroughputScope: "queue" }, fifo: true },
    message: "topic.fifo_throughput_scope must be one of MessageGroup, Topic.",
  },
  {
    what: "an archive for ever",
    wrong: { topic: { archiveRetentionDays: 366 }, fifo: true },
    message: "topic.archive_retention_days must be 1 to 365 days, SNS's bounds.",
  },
  {
    what: "a delivery policy in words",
    wrong: { topic: { deliveryPolicy: "try again" } },
    message: "topic.delivery_policy must be a delivery policy as JSON text whose top is an object.",
  },
  {
    what: "more retries than SNS makes",
    wrong: { topic: { deliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}}' } },
    message:
      'topic.delivery_policy must hold nothing but what SNS takes for HTTP endpoints, with delays of 1 to 3600 seconds and up to 100 retries, such as jsonencode({ http = { defaultHealthyRetryPolicy = { minDelayTarget = 1, maxDelayTarget = 60, numRetries = 10 } } }), which is not true of "http.defaultHealthyRetryPolicy.numRetries = 101".',
  },
  {
    what: "delays in the wrong order",
    wrong: { topic: { deliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":21}}}' } },
    message:
      "topic.delivery_policy must have a minDelayTarget of at most maxDelayTarget; SNS takes 20 for what is left out.",
  },
  {
    what: "more retries in the phases than in all",
    wrong: { topic: { deliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"numNoDelayRetries":4}}}' } },
    message:
      "topic.delivery_policy must have a numRetries, 3 where it is left out, of at least numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries together.",
  },
  {
    what: "retries for longer than an hour",
    wrong: {
      topic: { deliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":3599,"maxDelayTarget":3600}}}' },
    },
    message:
      "topic.delivery_policy must retry for at most 3600 seconds in all, which SNS does not raise: lower numRetries or the delays.",
  },
  {
    what: "an account by its name",
    wrong: { publishers: { accountIds: ["production"] }, kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    message: "publishers.account_ids must hold account ids of 12 digits.",
  },
  {
    what: "a publisher who is everybody",
    wrong: { publishers: { arns: ["*"] } },
    message: PUBLISHERS,
  },
  {
    what: "a service without a condition",
    wrong: {
      publishers: { services: { "s3.amazonaws.com": {} } },
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    },
    message:
      'publishers.services["s3.amazonaws.com"] must have source_arns, source_account or both, or everybody\'s resources could publish through the service.',
  },
  ...[
    "arn:aws:s3:::*",
    "arn:aws:s3:::uploads",
    "arn:aws:cloudwatch:eu-central-1:*:alarm:a",
    "arn:aws:events:eu-central-1:12345678901?:rule/a",
  ].map((source) => ({
    what: `a service whose source ${source} may be anybody's`,
    wrong: {
      publishers: {
        services: { "s3.amazonaws.com": { sourceArns: ["arn:aws:events:eu-central-1:123456789012:rule/a", source] } },
      },
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    },
    message:
      'publishers.services["s3.amazonaws.com"] must have source_account where an ARN of source_arns names no account, as those of buckets do, or a wildcard for it: anybody could make such a resource and publish for it.',
  })),
  {
    what: "a service by its first name",
    wrong: {
      publishers: { services: { s3: { sourceAccount: "123456789012" } } },
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    },
    message:
      'publishers.services must have service principals as keys, such as events.amazonaws.com, which is not true of "s3".',
  },
  {
    what: "a service that cannot use the key",
    wrong: { publishers: { services: { "s3.amazonaws.com": { sourceAccount: "123456789012" } } } },
    message: NEEDS_KEY,
    across: true,
  },
  {
    what: "another account that cannot use the key",
    wrong: { publishers: { accountIds: ["210987654321"] } },
    message: NEEDS_KEY,
    across: true,
  },
  {
    what: "more than everything logged",
    wrong: { deliveryStatusLogging: { successSamplePercent: 101 } },
    message: "delivery_status_logging.success_sample_percent must be 0 to 100 percent.",
  },
];
