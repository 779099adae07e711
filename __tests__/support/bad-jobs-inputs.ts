import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { badCommonInputs } from "./bad-common-inputs";
import { badFunctionInputs } from "./bad-function-inputs";
import type { BadInput } from "./bad-inputs";
import { badQueueInputs } from "./bad-queue-inputs";

type Worker = Partial<QueueLoadLevelingProps["worker"]>;

type BadJobsInput = BadInput<Partial<Omit<QueueLoadLevelingProps, "worker">> & { readonly worker?: Worker }>;

/** What makes jobs wait for their turn. */
const PACES: readonly NonNullable<BadJobsInput["wrong"]["worker"]>[] = [
  { oneAtATime: true },
  { maxPerSecond: 2.5, timeoutSeconds: 60 },
];

const LAYER_ARN = "arn:aws:lambda:eu-central-1:123456789012:layer:fonts";
const SIGNING_ARN = "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0123456789abcdefg";
const ACCESS_POINT_ARN = "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0";
const IMAGE_URI = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1";
const VPC = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };

/** Inputs that no deployment may begin with. One table for TypeScript and for Terraform: same rule, same words. */
export const badJobsInputs: readonly BadJobsInput[] = [
  ...badCommonInputs,
  ...badFunctionInputs("worker", (worker) => ({ worker })),
  ...badQueueInputs("worker", 564),
  {
    what: "a name with capitals",
    wrong: { name: "Jobs" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a name that is too long for a role",
    wrong: { name: "j".repeat(41) },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a name with a second line",
    wrong: { name: "jobs\njobs" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a timeout over 900",
    wrong: { worker: { timeoutSeconds: 901 } },
    message: "worker.timeout_seconds must be 1 to 900 seconds, Lambda's bounds.",
  },
  {
    what: "part of a megabyte",
    wrong: { worker: { memoryMb: 128.5 } },
    message: "worker.memory_mb must be a whole number.",
  },
  {
    what: "no source of code",
    wrong: { worker: { filename: undefined } },
    message: "worker must have exactly one of filename, s3 and image_uri.",
  },
  {
    what: "two sources of code",
    wrong: { worker: { s3: { bucket: "code", key: "worker.zip" } } },
    message: "worker must have exactly one of filename, s3 and image_uri.",
  },
  {
    what: "a package that does not exist",
    wrong: { worker: { filename: "no-such-folder/worker.zip" } },
    message:
      "worker.filename must be a file that exists: build the package first; a relative path starts where Terraform runs.",
  },
  {
    what: "an image from nowhere",
    wrong: { worker: { filename: undefined, imageUri: "worker:latest" } },
    message: "worker.image_uri must be an ECR image with tag or digest.",
  },
  {
    what: "an unknown runtime",
    wrong: { worker: { runtime: "cobol85" } },
    message:
      "worker.runtime must be a runtime that Lambda supports, such as nodejs22.x, python3.13, java21, dotnet8, ruby3.4 or provided.al2023.",
  },
  {
    what: "an unknown architecture",
    wrong: { worker: { architecture: "mips" } },
    message: "worker.architecture must be one of arm64, x86_64.",
  },
  {
    what: "two versions of a layer",
    wrong: { worker: { layers: [`${LAYER_ARN}:1`, `${LAYER_ARN}-more:1`, `${LAYER_ARN}:2`] } },
    message: "worker.layers must hold one version of each layer, as Lambda takes no two of a layer.",
  },
  {
    what: "six layers",
    wrong: { worker: { layers: [1, 2, 3, 4, 5, 6].map((layer) => `${LAYER_ARN}-${layer}:1`) } },
    message: "worker.layers must hold at most 5 layers (Lambda's limit).",
  },
  {
    what: "a layer without its version",
    wrong: { worker: { layers: [LAYER_ARN] } },
    message:
      "worker.layers must hold ARNs of layer versions, such as arn:aws:lambda:eu-central-1:123456789012:layer:fonts:3.",
  },
  {
    what: "an image with a layer",
    wrong: { worker: { filename: undefined, imageUri: IMAGE_URI, layers: [`${LAYER_ARN}:1`] } },
    message:
      "worker must have no layers and no code_signing_config_arn together with image_uri: images hold their layers and cannot be signed this way.",
  },
  {
    what: "a signed image",
    wrong: { worker: { filename: undefined, imageUri: IMAGE_URI, codeSigningConfigArn: SIGNING_ARN } },
    message:
      "worker must have no layers and no code_signing_config_arn together with image_uri: images hold their layers and cannot be signed this way.",
  },
  {
    what: "a signing profile in place of a configuration",
    wrong: { worker: { codeSigningConfigArn: "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/jobs" } },
    message:
      "worker.code_signing_config_arn must be the ARN of a code signing configuration, such as arn:aws:lambda:…:code-signing-config:csc-….",
  },
  {
    what: "storage in GB",
    wrong: { worker: { ephemeralStorageMb: 10 } },
    message: "worker.ephemeral_storage_mb must be 512 to 10240 MB, Lambda's bounds.",
  },
  {
    what: "a file system without a way to it",
    wrong: { worker: { fileSystem: { accessPointArn: ACCESS_POINT_ARN, localMountPath: "/mnt/models" } } },
    message: "worker must have vpc together with file_system: EFS is reached by its mount targets in a VPC.",
  },
  {
    what: "files outside /mnt",
    wrong: { worker: { vpc: VPC, fileSystem: { accessPointArn: ACCESS_POINT_ARN, localMountPath: "/opt/models" } } },
    message: "worker.file_system.local_mount_path must be a path of one name under /mnt/, such as /mnt/models.",
  },
  {
    what: "a file system without its access point",
    wrong: {
      worker: {
        vpc: VPC,
        fileSystem: {
          accessPointArn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-0123456789abcdef0",
          localMountPath: "/mnt/models",
        },
      },
    },
    message:
      "worker.file_system.access_point_arn must be the ARN of an EFS access point, such as arn:aws:elasticfilesystem:…:access-point/fsap-….",
  },
  ...[
    { snapStart: true },
    { snapStart: true, runtime: "nodejs22.x" },
    { snapStart: true, runtime: "python3.11" },
    { snapStart: true, runtime: "provided.al2023" },
    { snapStart: true, runtime: "java21", filename: undefined, imageUri: IMAGE_URI },
  ].map((worker) => ({
    what: `a snapshot of ${worker.imageUri ?? worker.runtime ?? "the default runtime"}`,
    wrong: { worker },
    message:
      "worker must have a runtime that knows SnapStart together with snap_start: java11, python3.12, dotnet8 or newer, and no image.",
  })),
  ...[
    { ephemeralStorageMb: 513 },
    { vpc: VPC, fileSystem: { accessPointArn: ACCESS_POINT_ARN, localMountPath: "/mnt/models" } },
  ].map((options) => ({
    what: `a snapshot with ${Object.keys(options).at(-1)}`,
    wrong: { worker: { snapStart: true, runtime: "java21", ...options } },
    message: "worker must have no file_system and an ephemeral_storage_mb of at most 512 together with snap_start.",
  })),
  {
    what: "a name and a suffix that are too long for a role",
    wrong: { name: "j".repeat(30), roleNameSuffix: "-eu-central-1" },
    message:
      "role_name_suffix must have, together with name, at most 40 characters, so that names of roles stay within IAM's 64.",
    across: true,
  },
  {
    what: "a suffix that roles do not take",
    wrong: { roleNameSuffix: "/eu" },
    message: "role_name_suffix must be lower-case letters, digits or hyphens, such as -eu-west-1.",
  },
  ...["python3.13", "nodejs20.x", "nodejs22"].map((nodejsRuntime) => ({
    what: `own functions on ${nodejsRuntime}`,
    wrong: { nodejsRuntime },
    message: "nodejs_runtime must be a Node.js runtime of Lambda, such as nodejs22.x.",
  })),
  {
    what: "statements that are no list",
    wrong: { worker: { policyStatements: '{"Effect":"Allow"}' } },
    message:
      'worker.policy_statements must be a JSON list of IAM statements: jsonencode([{ Effect = "Allow", Action = [...], Resource = [...] }]).',
  },
  {
    what: "a variable that the module sets",
    wrong: { worker: { environment: { JOBS_TABLE_NAME: "mine" } } },
    message: expect.stringMatching(/^worker\.environment must not set JOBS_TABLE_NAME, .*, which the module sets\.$/),
  },
  {
    what: "a big batch without a window",
    wrong: { worker: { batchSize: 100 } },
    message: "worker must set batching_window_seconds to 1 or more for a batch_size over 10.",
  },
  {
    what: "a concurrency of one",
    wrong: { worker: { maximumConcurrency: 1 } },
    message: "worker.maximum_concurrency must be 2 to 1000 invocations, Lambda's bounds; for 1 set one_at_a_time.",
  },
  {
    what: "one at a time and several",
    wrong: { worker: { oneAtATime: true, maximumConcurrency: 5 } },
    message: "worker must not set maximum_concurrency or reserved_concurrency together with one_at_a_time.",
  },
  {
    what: "less reserved than wanted",
    wrong: { worker: { reservedConcurrency: 2, maximumConcurrency: 5 } },
    message:
      "worker must have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives.",
  },
  {
    what: "a reserve of one, which a mapping does not look at",
    wrong: { worker: { reservedConcurrency: 1, batchSize: 1 } },
    message:
      "worker.reserved_concurrency must be 2 or more executions: a mapping starts 2 at least, and what the reserve throttles uses up its receives untried; for 1 set one_at_a_time; to pause the worker, disable its mapping.",
  },
  {
    what: "a reserve of nothing, to pause",
    wrong: { worker: { reservedConcurrency: 0 } },
    message: expect.stringMatching(/^worker\.reserved_concurrency must .* to pause the worker, disable its mapping\.$/),
  },
  {
    what: "one at a time, longer than Lambda waits",
    wrong: { worker: { oneAtATime: true, timeoutSeconds: 451 } },
    message: expect.stringMatching(
      /^worker must have a timeout_seconds of at most 450 with one_at_a_time, .*; for longer jobs use a FIFO queue without message_group_pointer, which gives one at a time by itself\.$/,
    ),
  },
  {
    what: "one at a time, at a rate for which no job can wait",
    wrong: { worker: { oneAtATime: true, maxPerSecond: 0.1, timeoutSeconds: 19 } },
    message: expect.stringMatching(/^worker must have batch_size × maximum_concurrency /),
    across: true,
  },
  {
    what: "a rate that no item counts",
    wrong: { worker: { maxPerSecond: 501, timeoutSeconds: 900 } },
    message:
      "worker.max_per_second must be at most 500 jobs a second: one item of the table counts them, and DynamoDB takes 1,000 writes a second of it, refused ones included.",
  },
  ...PACES.map((worker) => ({
    what: `one receive on a FIFO queue whose jobs wait for ${Object.keys(worker)[0]}`,
    wrong: { worker, queue: { fifo: true, maxReceiveCount: 1 } },
    message:
      "queue.max_receive_count must be at least 2 receives for a FIFO queue whose worker has one_at_a_time or max_per_second: a job that waits for its turn in vain uses up a receive, and with 1 would be a dead letter that was never tried.",
    across: true as const,
  })),
  {
    what: "a rate of nothing",
    wrong: { worker: { maxPerSecond: 0, batchSize: 1 } },
    message: "worker.max_per_second must be above 0 jobs a second; leave it out for no limit.",
  },
  {
    what: "a rate that no batch can keep",
    wrong: { worker: { maxPerSecond: 1, timeoutSeconds: 10 } },
    message: expect.stringMatching(/^worker must have batch_size × maximum_concurrency .* or raise timeout_seconds\.$/),
    across: true,
  },
  {
    what: "a FIFO setting on a standard queue",
    wrong: { queue: { messageGroupPointer: "/customerId" } },
    message: "queue must set fifo = true for message_group_pointer, which standard queues do not know.",
  },
  {
    what: "a pointer that is none",
    wrong: { queue: { fifo: true, messageGroupPointer: "customerId" } },
    message: "queue.message_group_pointer must be a JSON pointer such as /customerId.",
  },
  {
    what: "a FIFO queue with a batching window",
    wrong: { worker: { batchingWindowSeconds: 1 }, queue: { fifo: true } },
    message: "worker.batch_size must be at most 10, with a batching_window_seconds of 0, for a FIFO queue.",
    across: true,
  },
  {
    what: "messages that are gone in seconds",
    wrong: { queue: { retentionSeconds: 30 } },
    message: "queue.retention_seconds must be 60 to 1209600 seconds, SQS's bounds.",
  },
  {
    what: "a row that is gone before its job",
    wrong: { table: { retentionDays: 3 } },
    message:
      "table.retention_days must be at least queue.retention_seconds, or a job is forgotten while it waits: 4 for the default of 4 days.",
    across: true,
  },
  {
    what: "a schema that is no JSON",
    wrong: { api: { requestSchema: '{"type":"object"}}' } },
    message:
      'api.request_schema must be a JSON Schema as JSON text whose top is an object, such as jsonencode({ type = "object" }).',
  },
  {
    what: "a schema of an unknown type",
    wrong: { api: { requestSchema: '{"type":["object","map"]}' } },
    message:
      "api.request_schema must be a JSON Schema whose type is one of array, boolean, integer, null, number, object, string.",
  },
  {
    what: "a schema with an unknown type within it",
    wrong: { api: { requestSchema: '{"properties":{"a":{"items":{"type":"strng"}}}}' } },
    message:
      "api.request_schema must be a JSON Schema whose type is one of array, boolean, integer, null, number, object, string.",
  },
  {
    what: "a schema with a pattern that is none",
    wrong: { api: { requestSchema: '{"properties":{"a":{"pattern":"("}}}' } },
    message: "api.request_schema must have patterns that are regular expressions, which is not true of (.",
  },
  {
    what: "a schema with a misspelled keyword within it",
    wrong: { api: { requestSchema: '{"properties":{"a":{"type":"string","minLenght":2}}}' } },
    message:
      "api.request_schema must have no keyword that JSON Schema does not know, as minLenght: correct it, or begin it with x-.",
  },
  {
    what: "a schema with a format that nothing checks",
    wrong: { api: { requestSchema: '{"properties":{"a":{"format":"email"}}}' } },
    message:
      "api.request_schema must use no format but date, date-time, ipv4, ipv6, time, uri, uuid: write a pattern instead of email.",
  },
  {
    what: "a schema of another draft",
    wrong: { api: { requestSchema: '{"$schema":"http://json-schema.org/draft-07/schema#"}' } },
    message:
      "api.request_schema must be a JSON Schema of draft 2020-12: leave out $schema, or set it to https://json-schema.org/draft/2020-12/schema.",
  },
  {
    what: "a body that no queue takes",
    wrong: { api: { maxBodyBytes: 1_048_576 } },
    message: "api.max_body_bytes must be 1 to 261120 bytes.",
  },
  {
    what: "an unknown authorization",
    wrong: { api: { authorization: "OPEN" } },
    message: "api.authorization must be one of AWS_IAM, JWT, NONE.",
  },
  {
    what: "tokens of an unknown issuer",
    wrong: { api: { authorization: "JWT" } },
    message: 'api must have jwt = { issuer, audience } exactly when authorization is "JWT".',
  },
  {
    what: "an issuer that anybody may overhear",
    wrong: { api: { authorization: "JWT", jwt: { issuer: "http://idp.example.com", audience: ["jobs"] } } },
    message: "api.jwt.issuer must be a URL that starts with https://, without query and fragment.",
  },
  {
    what: "no requests at all",
    wrong: { api: { throttle: { requestsPerSecond: 0 } } },
    message: "api.throttle.requests_per_second must be above 0 requests a second.",
  },
  {
    what: "throttling of an API that others own",
    wrong: { api: { existingApi: { id: "a1b2c3" }, throttle: { requestsPerSecond: 10 } } },
    message:
      "api must have no cors, domain, detailed_metrics or throttle with existing_api: they belong to the API's owner.",
  },
  {
    what: "a table that forgets at once",
    wrong: { table: { retentionDays: 0 } },
    message: "table.retention_days must be 1 to 3650 days.",
  },
  {
    what: "a schedule in words",
    wrong: { maintenanceWindow: { stopSchedule: "every Friday", startSchedule: "cron(0 6 ? * SAT *)" } },
    message:
      "maintenance_window.stop_schedule must be a schedule such as cron(0 22 ? * FRI *), rate(5 minutes), rate(1 hour) or at(2027-01-31T22:00:00).",
  },
  {
    what: "a stop in no time zone",
    wrong: { maintenanceWindow: { stopSchedule: "rate(2 days)", startSchedule: "rate(3 days)", timeZone: "Berlin" } },
    message: "maintenance_window.time_zone must be a time zone of the IANA database, such as Europe/Berlin.",
  },
  {
    what: "a stop that is the start",
    wrong: { maintenanceWindow: { stopSchedule: "cron(0 6 ? * SAT *)", startSchedule: "cron(0 6 ? * SAT *)" } },
    message: "maintenance_window must have a start_schedule other than its stop_schedule.",
  },
  {
    what: "a stop without its schedule",
    wrong: { maintenanceWindow: { stopSchedule: null as unknown as string, startSchedule: "cron(0 6 ? * SAT *)" } },
    message: "maintenance_window.stop_schedule must be given.",
  },
  {
    what: "an origin with a path",
    wrong: { api: { cors: { allowOrigins: ["https://app.example.com/orders"] } } },
    message:
      "api.cors.allow_origins must hold origins, which are a scheme and a host, such as https://app.example.com, without a path; or *, http://* or https://*.",
  },
  {
    what: "a retention that CloudWatch does not know",
    wrong: { logs: { retentionDays: 31 } },
    message: expect.stringMatching(/^logs\.retention_days must be one of 1, 3, 5, .*, 3653\.$/),
  },
];

/** Good inputs with one thing wrong in them. */
export function withWrong(good: QueueLoadLevelingProps, { wrong }: BadJobsInput): QueueLoadLevelingProps {
  return { ...good, ...wrong, worker: { ...good.worker, ...wrong.worker } };
}
