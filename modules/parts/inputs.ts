import { check, matches } from "../../lib/checks";
import type { CrossCheck } from "../../lib/findings";
import { equals, exactlyOne, isSet, or } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { arn, arns } from "./arn-checks";
import { environmentWithout } from "./environment-checks";
import { functionOptions, optionRules } from "./function-options";
import { imageChecks, packageChecks } from "./package-checks";
import { runtime } from "./runtime-checks";
import { s3Input } from "./s3-input";
import { statementChecks } from "./statement-checks";
import { tagChecks } from "./tag-checks";
import { vpcInput } from "./vpc-input";

/** The inputs that every pattern has, under the same names. */

/** Retention periods that CloudWatch Logs knows, in days: docs of PutRetentionPolicy. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The levels that Powertools and Lambda share. */
const LOG_LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const;

export const common = {
  name: t.string({
    description:
      "Prefix of the names of all resources, unique in the account and region. Roles are global: for the same name in a second region, give `role_name_suffix` there.",
    // 40: the longest suffix leaves IAM role names under their 64 characters.
    checks: [
      check.matching(
        "^[a-z][a-z0-9-]{1,38}[a-z0-9]$",
        "be 3 to 40 lower-case letters, digits or hyphens, starting with a letter",
      ),
    ],
  }),
  roleNameSuffix: t.string({
    description:
      "End of the names of all roles, such as -eu-west-1: IAM roles have no region, so a second region needs names of its own. A change replaces the roles.",
    default: "",
    checks: [check.matching("^[a-z0-9-]*$", "be lower-case letters, digits or hyphens, such as -eu-west-1")],
  }),
  nodejsRuntime: t.string({
    description:
      "Lambda runtime of the module's own functions, and of yours that name none. Raise it when AWS ends this one; see docs/upgrading.md.",
    default: "nodejs22.x",
    // Functions on older ones can no longer be made: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
    checks: [check.matching("^nodejs(2[2-9]|[3-9][0-9])[.]x$", "be a Node.js runtime of Lambda, such as nodejs22.x")],
  }),
  tags: t.stringMap({ description: "Tags of every resource that takes tags.", default: {}, checks: tagChecks }),
  kmsKeyArn: t.string({
    description:
      "KMS key that encrypts queues and tables; null uses keys that AWS owns. Its key policy must let the account use IAM policies.",
    optional: true,
    checks: [arn("key")],
  }),
  permissionsBoundaryArn: t.string({
    description: "Permissions boundary of every role that is made.",
    optional: true,
    checks: [arn("managedPolicy")],
  }),
  logs: t.object(
    {
      level: t.string({
        description: "Least severe level that functions log: DEBUG, INFO, WARN or ERROR.",
        default: "INFO",
        checks: [check.oneOf(LOG_LEVELS)],
      }),
      retentionDays: t.number({
        description: "Days that log groups keep their events; 30 covers a month's incident review.",
        default: 30,
        checks: [check.oneOf(LOG_RETENTION_DAYS)],
      }),
      kmsKeyArn: t.string({
        description: "KMS key of the log groups. Its key policy must admit the CloudWatch Logs service.",
        optional: true,
        checks: [arn("key")],
      }),
    },
    { description: "Logs of functions and API.", default: {} },
  ),
  tracing: t.bool({ description: "X-Ray traces of the functions.", default: true }),
};

/** The alarm inputs that every pattern has; a pattern adds its thresholds. */
export const alarmMembers = {
  enabled: t.bool({ description: "Whether alarms are made.", default: true }),
  actionArns: t.strings({
    description: "ARNs that alarms notify when they go off and when they are over, such as an SNS topic.",
    default: [],
    // PutMetricAlarm takes five actions for each state.
    checks: [arns("alarmAction"), check.atMost(5, "ARNs, as an alarm does")],
  }),
};

/** A function with the consumer's code. */
export const functionMembers = {
  filename: t.string({
    description: "Path of the zip file with the code. One of filename, s3 and image_uri must be given.",
    optional: true,
    checks: packageChecks,
  }),
  sourceCodeHash: t.string({
    description: "Base64 SHA-256 of the code; changes deploy it. Taken from the file where `filename` is given.",
    optional: true,
  }),
  s3: s3Input,
  imageUri: t.string({
    description: "Container image with the code, best by digest.",
    optional: true,
    checks: imageChecks,
  }),
  handler: t.string({
    description: "Function that Lambda calls, as file.export.",
    default: "index.handler",
    // `Handler` in Lambda's service model.
    checks: [
      check.matching(
        "^[^ \\t\\n\\f\\r\\v]{1,128}$",
        "be the name of a function, such as index.handler: 1 to 128 characters without spaces",
      ),
    ],
  }),
  runtime: t.string({
    description: "Lambda runtime. null is nodejs_runtime.",
    optional: true,
    checks: [runtime],
  }),
  architecture: t.string({
    description: "Instruction set: arm64 costs a fifth less than x86_64.",
    default: "arm64",
    checks: [check.oneOf(["arm64", "x86_64"])],
  }),
  memoryMb: t.number({
    description: "Memory in MB; CPU grows with it.",
    default: 512,
    checks: [check.between(128, 10240, "MB, Lambda's bounds"), check.wholeNumber()],
  }),
  timeoutSeconds: t.number({
    description: "Longest run of one invocation in seconds.",
    default: 30,
    checks: [check.between(1, 900, "seconds, Lambda's bounds"), check.wholeNumber()],
  }),
  environment: environmentWithout([]),
  reservedConcurrency: t.number({
    description:
      "Concurrent executions that are reserved for this function and that it cannot exceed; null shares the account's.",
    optional: true,
    checks: [check.least(0, "executions"), check.wholeNumber()],
  }),
  policyStatements: t.string({
    description: "JSON list of IAM policy statements that the code needs, made with jsonencode([…]).",
    optional: true,
    checks: statementChecks,
  }),
  vpc: vpcInput,
  ...functionOptions,
};

/** Where the code comes from: one place, not none and not two. */
const oneSource = (code: { filename?: string; s3: object; imageUri?: string }) => ({
  holds: exactlyOne([isSet(code.filename), isSet(code.s3), isSet(code.imageUri)]),
  must: "have exactly one of filename, s3 and image_uri",
});

/** What holds of every function with the consumer's code. */
export const functionRules = [oneSource, ...optionRules];

/** IAM role names have 64 characters, of which the longest end within a pattern needs 24. */
export const roleNamesFit = ({ name, roleNameSuffix }: Pick<Common, "name" | "roleNameSuffix">): CrossCheck => ({
  about: "role_name_suffix",
  holds: or(equals(roleNameSuffix, ""), () => matches("^.{0,40}$", `${name}${roleNameSuffix}`)),
  must: "have, together with name, at most 40 characters, so that names of roles stay within IAM's 64",
});

/** What a construct body reads of the inputs that every pattern has. */
export type Common = ValueMembers<typeof common>;
export type FunctionInput = ValueMembers<typeof functionMembers>;
export type AlarmInput = ValueMembers<typeof alarmMembers>;
