import { check } from "../../lib/checks";

/** What an ARN names, as patterns of its parts after the partition. */
interface ArnKind {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** What it is, an example, and what else one has to know; they end the messages. */
  readonly what: string;
  readonly example: string;
  readonly note?: string;
}

const PARTITION = "aws(-[a-z]+)*";
const REGION = "[a-z]+(-[a-z]+)+-[0-9]+";
const NONE = "";
const ACCOUNT = "[0-9]{12}";
/** Names and paths of roles, users and policies: `roleNameType` and `pathType` in IAM's service model. */
const PATH = "[A-Za-z0-9_+=,.@/-]+";

/** The kinds of ARN that inputs take: one table for all of them. */
const KINDS = {
  key: {
    service: "kms",
    region: REGION,
    account: ACCOUNT,
    resource: "key/[A-Za-z0-9-]+",
    // https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
    what: "a KMS key",
    example: "arn:aws:kms:eu-central-1:123456789012:key/…",
    note: "; IAM policies know keys, and no aliases",
  },
  managedPolicy: {
    service: "iam",
    region: NONE,
    // Policies that AWS manages have no account of their own.
    account: `(aws|${ACCOUNT})`,
    resource: `policy/${PATH}`,
    what: "a managed policy",
    example: "arn:aws:iam::123456789012:policy/boundary",
  },
  topic: {
    service: "sns",
    region: REGION,
    account: ACCOUNT,
    resource: "[A-Za-z0-9_-]{1,256}([.]fifo)?",
    what: "an SNS topic",
    example: "arn:aws:sns:eu-central-1:123456789012:orders",
  },
  certificate: {
    service: "acm",
    region: REGION,
    account: ACCOUNT,
    resource: "certificate/[A-Za-z0-9-]+",
    what: "an ACM certificate",
    example: "arn:aws:acm:eu-central-1:123456789012:certificate/…",
  },
  function: {
    service: "lambda",
    region: REGION,
    account: ACCOUNT,
    resource: "function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?",
    what: "a Lambda function, its version or alias",
    example: "arn:aws:lambda:eu-central-1:123456789012:function:keys:live",
  },
  layerVersion: {
    service: "lambda",
    region: REGION,
    account: ACCOUNT,
    resource: "layer:[a-zA-Z0-9_-]{1,140}:[0-9]+",
    what: "layer versions",
    example: "arn:aws:lambda:eu-central-1:123456789012:layer:fonts:3",
  },
  codeSigningConfig: {
    service: "lambda",
    region: REGION,
    account: ACCOUNT,
    resource: "code-signing-config:csc-[a-z0-9]{17}",
    what: "a code signing configuration",
    example: "arn:aws:lambda:…:code-signing-config:csc-…",
  },
  accessPoint: {
    service: "elasticfilesystem",
    region: REGION,
    account: ACCOUNT,
    resource: "access-point/fsap-[a-f0-9]{17}",
    what: "an EFS access point",
    example: "arn:aws:elasticfilesystem:…:access-point/fsap-…",
  },
  /** AlarmActions of PutMetricAlarm, without those that are for metrics of an instance alone. */
  alarmAction: {
    service: "(aiops|autoscaling|lambda|sns|ssm|ssm-incidents)",
    region: `(${REGION})?`,
    account: ACCOUNT,
    resource: "[^ ]+",
    what: "what an alarm can notify: SNS topics, functions, scaling policies, OpsItems, response plans or investigation groups",
    example: "arn:aws:sns:eu-central-1:123456789012:on-call",
  },
  /** Principals of a resource policy are whole names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
  principal: {
    service: "(iam|sts)",
    region: NONE,
    account: ACCOUNT,
    resource: `(root|(role|user|assumed-role|federated-user)/${PATH})`,
    what: "roles and users",
    example: "arn:aws:iam::123456789012:role/orders",
    note: "; a principal has no wildcards",
  },
  /** What a service publishes for; `*` and `?` stand for what varies. */
  source: {
    service: "[a-z0-9-]+",
    region: "[a-z0-9*?-]*",
    account: "[0-9*?]*",
    resource: "[^ ]+",
    what: "what a service publishes for",
    example: "arn:aws:s3:::uploads",
  },
} satisfies Readonly<Record<string, ArnKind>>;

export type ArnKindName = keyof typeof KINDS;

function patternOf({ service, region, account, resource }: ArnKind): string {
  return `^arn:${PARTITION}:${service}:${region}:${account}:${resource}$`;
}

const end = ({ what, example, note = "" }: ArnKind) => `of ${what}, such as ${example}${note}`;

/** The check of an input that takes one ARN. */
export function arn(name: ArnKindName) {
  const kind = KINDS[name];
  return check.matching(patternOf(kind), `be the ARN ${end(kind)}`);
}

/** The check of an input that takes a list of them. */
export function arns(name: ArnKindName) {
  const kind = KINDS[name];
  return check.eachMatching(patternOf(kind), `hold ARNs ${end(kind)}`);
}
