import { join } from "node:path";
import type { BadInput } from "./bad-inputs";

const GET = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::code/*"] };
const NULL = null as unknown as string;

/** Values of the inputs that every function of a consumer has. */
interface WrongFunction {
  readonly filename?: string;
  readonly handler?: string;
  readonly runtime?: string;
  readonly imageUri?: string;
  readonly s3?: { readonly bucket: string; readonly key: string; readonly objectVersion?: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly policyStatements?: string;
  readonly vpc?: { readonly subnetIds: string[]; readonly securityGroupIds: string[] };
}

const vpc = (change: { readonly subnetIds?: string[]; readonly securityGroupIds?: string[] }) => ({
  vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], ...change },
});
const s3 = (change: { readonly bucket?: string; readonly key?: string }) => ({
  filename: undefined,
  s3: { bucket: "code", key: "code.zip", ...change },
});
const statement = (change: object) => ({ policyStatements: JSON.stringify([{ ...GET, ...change }]) });

/** What continues the function's name in the message. */
const BAD: readonly { readonly what: string; readonly wrong: WrongFunction; readonly message: string }[] = [
  {
    what: "a package that is no zip file",
    wrong: { filename: join(__dirname, "bad-function-inputs.ts") },
    message: ".filename must be a zip file with something in it.",
  },
  {
    what: "a package that is a folder",
    wrong: { filename: __dirname },
    message:
      ".filename must be a file that exists: build the package first; a relative path starts where Terraform runs.",
  },
  {
    what: "a bucket with a slash",
    wrong: s3({ bucket: "code/packages" }),
    message: ".s3.bucket must be the name of a bucket: 3 to 63 letters, digits, . _ or -.",
  },
  { what: "an object without a key", wrong: s3({ key: "" }), message: ".s3.key must be a key of 1 to 1024 bytes." },
  { what: "a bucket of null", wrong: s3({ bucket: NULL }), message: ".s3.bucket must be given." },
  {
    what: "a handler with a space",
    wrong: { handler: "index handler" },
    message: ".handler must be the name of a function, such as index.handler: 1 to 128 characters without spaces.",
  },
  ...[
    "nodejs",
    "nodejs99.x",
    "nodejs23.x",
    "nodejs18",
    "python3.9",
    "python4.0",
    "java22",
    "go1.x",
    "provided.al2020",
  ].map((runtime) => ({
    what: `a runtime such as ${runtime}`,
    wrong: { runtime },
    message:
      ".runtime must be a runtime that Lambda supports, such as nodejs22.x, python3.13, java21, dotnet8, ruby3.4 or provided.al2023.",
  })),
  {
    what: "a variable with a hyphen",
    wrong: { environment: { "A-KEY": "x" } },
    message:
      '.environment must have names of two or more letters, digits or underscores, starting with a letter, which is not true of "A-KEY".',
  },
  {
    what: "variables of Lambda",
    wrong: { environment: { AWS_REGION: "eu-central-1", A_KEY: "x", LAMBDA_TASK_ROOT: "/" } },
    message: ".environment must not set AWS_REGION, LAMBDA_TASK_ROOT, which Lambda sets.",
  },
  {
    what: "more variables than Lambda takes",
    wrong: { environment: { A_KEY: "x".repeat(3072) } },
    message:
      ".environment must be at most 3072 bytes as JSON: Lambda takes 4096, and the module's own variables need some.",
  },
  {
    what: "a variable of null",
    wrong: { environment: { A_KEY: NULL } },
    message: ".environment must hold no null: leave it out.",
  },
  {
    what: "no statements",
    wrong: { policyStatements: "[]" },
    message:
      '.policy_statements must be a JSON list of IAM statements: jsonencode([{ Effect = "Allow", Action = [...], Resource = [...] }]).',
  },
  {
    what: "a statement with a principal",
    wrong: statement({ Principal: "*" }),
    message:
      ".policy_statements must hold statements with Effect (Allow or Deny), Action or NotAction, Resource or NotResource, if wanted Sid and Condition, and nothing else: who has the role is its principal.",
  },
  {
    what: "an action without its service",
    wrong: statement({ Action: ["GetObject"] }),
    message: '.policy_statements must hold actions such as "s3:GetObject".',
  },
  {
    what: "a resource by its name",
    wrong: statement({ Resource: "code" }),
    message: '.policy_statements must hold resources that are ARNs, such as "arn:aws:s3:::code/*", or "*".',
  },
  {
    what: "an unknown condition",
    wrong: statement({ Condition: { Equals: { "aws:SourceAccount": "123456789012" } } }),
    message:
      '.policy_statements must hold conditions such as { StringEquals = { "aws:SourceAccount" = "123456789012" } }, with the operators that IAM knows, and for each key a text, number or truth value, or a list of them.',
  },
  {
    what: "a Sid of two words",
    wrong: statement({ Sid: "read code" }),
    message: ".policy_statements must have Sids of letters and digits, each once.",
  },
  {
    what: "more statements than a role takes",
    wrong: statement({ Resource: `arn:aws:s3:::${"x".repeat(7168)}` }),
    message:
      ".policy_statements must be at most 7168 characters: all inline policies of a role have 10240, and the module's own need some.",
  },
  { what: "no subnets", wrong: vpc({ subnetIds: [] }), message: ".vpc.subnet_ids must hold a subnet at least." },
  {
    what: "no security groups",
    wrong: vpc({ securityGroupIds: [] }),
    message: ".vpc.security_group_ids must hold a security group at least.",
  },
  {
    what: "a subnet by its name",
    wrong: vpc({ subnetIds: ["private-a"] }),
    message: ".vpc.subnet_ids must hold ids of subnets, such as subnet-0a1b2c3d.",
  },
  {
    what: "six security groups",
    wrong: vpc({ securityGroupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] }),
    message: ".vpc.security_group_ids must hold at most 5 security groups, Lambda's bound.",
  },
  {
    what: "subnets of null",
    wrong: vpc({ subnetIds: NULL as unknown as string[] }),
    message: ".vpc.subnet_ids must be given.",
  },
  {
    what: "a subnet of null",
    wrong: vpc({ subnetIds: ["subnet-1", NULL] }),
    message: ".vpc.subnet_ids must hold no null: leave it out.",
  },
];

/**
 * What is wrong with any function of a consumer.
 * @param path the function, as messages name it
 * @param wrong inputs with these members of the function
 */
export function badFunctionInputs<Wrong extends object>(
  path: string,
  wrong: (members: WrongFunction) => Wrong,
): BadInput<Wrong>[] {
  return BAD.map((one) => ({
    what: `${path}: ${one.what}`,
    wrong: wrong(one.wrong),
    message: `${path}${one.message}`,
  }));
}
