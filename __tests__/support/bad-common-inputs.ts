import type { BadInput } from "./bad-inputs";

const KEY =
  "must be the ARN of a KMS key, such as arn:aws:kms:eu-central-1:123456789012:key/…; IAM policies know keys, and no aliases.";
const ALIAS_ARN = "arn:aws:kms:eu-central-1:123456789012:alias/mine";
const BOUNDARY =
  "permissions_boundary_arn must be the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary.";
const ACTIONS =
  "alarms.action_arns must hold ARNs of what an alarm can notify: SNS topics, functions, scaling policies, OpsItems, response plans or investigation groups, such as arn:aws:sns:eu-central-1:123456789012:on-call.";
const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** Values of the inputs that every pattern has, of which none may be there. */
interface WrongCommon {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly kmsKeyArn?: string;
  readonly permissionsBoundaryArn?: string;
  readonly alarms?: { readonly actionArns?: string[] };
  readonly logs?: { readonly level?: string; readonly retentionDays?: number; readonly kmsKeyArn?: string };
}

/** What is wrong whatever the pattern: the same rule, the same words. */
export const badCommonInputs: readonly BadInput<WrongCommon>[] = [
  {
    what: "a name with a hyphen at its end",
    wrong: { name: "jobs-" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a tag with a comma",
    wrong: { tags: { team: "jobs,ops" } },
    message: "tags must have values of at most 256 letters, digits, spaces or _ . : / = + - @.",
  },
  {
    what: "a tag's key with an exclamation mark",
    wrong: { tags: { "team!": "jobs" } },
    message:
      'tags must have keys of 1 to 128 letters, digits, spaces or _ . : / = + - @, which is not true of "team!".',
  },
  {
    what: "a tag of AWS",
    wrong: { tags: { "Aws:team": "jobs" } },
    message:
      'tags must have keys that do not begin with aws:, which AWS keeps for itself, which is not true of "Aws:team".',
  },
  {
    what: "fifty-one tags",
    wrong: { tags: Object.fromEntries(numbered(51).map((number) => [`tag-${number}`, "x"])) },
    message: "tags must hold at most 50 tags, AWS's bound, with those of the provider's default_tags among them.",
  },
  {
    what: "tags that IAM takes for one",
    wrong: { tags: { Team: "jobs", team: "jobs" } },
    message: "tags must have keys that differ in more than upper and lower case, since IAM takes those for one.",
  },
  {
    what: "a tag of null",
    wrong: { tags: { team: null as unknown as string } },
    message: "tags must hold no null: leave it out.",
  },
  { what: "a key by the ARN of its alias", wrong: { kmsKeyArn: ALIAS_ARN }, message: `kms_key_arn ${KEY}` },
  { what: "a key of logs by its alias", wrong: { logs: { kmsKeyArn: ALIAS_ARN } }, message: `logs.kms_key_arn ${KEY}` },
  {
    what: "a role as a boundary",
    wrong: { permissionsBoundaryArn: "arn:aws:iam::123456789012:role/boundary" },
    message: BOUNDARY,
  },
  {
    what: "an alarm that writes to a queue",
    wrong: { alarms: { actionArns: ["arn:aws:sqs:eu-central-1:123456789012:ops"] } },
    message: ACTIONS,
  },
  {
    what: "an alarm that notifies six",
    wrong: {
      alarms: { actionArns: numbered(6).map((number) => `arn:aws:sns:eu-central-1:123456789012:ops-${number}`) },
    },
    message: "alarms.action_arns must hold at most 5 ARNs, as an alarm does.",
  },
  {
    what: "an alarm that notifies null",
    wrong: { alarms: { actionArns: [null as unknown as string] } },
    message: "alarms.action_arns must hold no null: leave it out.",
  },
  {
    what: "a level of another library",
    wrong: { logs: { level: "TRACE" } },
    message: "logs.level must be one of DEBUG, INFO, WARN, ERROR.",
  },
];
