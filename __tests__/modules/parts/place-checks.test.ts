import { Token } from "cdktf";
import { raw, tf } from "../../../lib/expression";
import type { CrossCheck } from "../../../lib/findings";
import {
  arnIsOwn,
  arnIsPlaced,
  arnsAreInPartition,
  arnsArePlaced,
  commonIsPlaced,
  functionIsPlaced,
  type Place,
} from "../../../modules/parts/place-checks";
import { Evaluation } from "../../support/evaluate";
import { describeTerraform } from "../../support/terraform";

type Rule = (value: string, place: Place) => { readonly holds: CrossCheck["holds"] };

/** The rule that is about an input, where all others are absent. */
const common = (about: string, input: (value: string) => object): Rule => {
  return (value, place) => {
    const given = { logs: {}, alarms: { actionArns: [] }, ...input(value) } as never;
    return commonIsPlaced(given, place).find((rule) => rule.about === about) as CrossCheck;
  };
};
const ofFunction = (member: string, input: (value: string) => object): Rule => {
  return (value, place) => {
    const fn = { layers: [], fileSystem: {}, ...input(value) } as never;
    return functionIsPlaced("worker", fn, place).find(({ about }) => about === `worker.${member}`) as CrossCheck;
  };
};

const KEY = "123456789012:key/1";
const IMAGE = "amazonaws.com/worker:1";

/** What a provider in eu-central-1, of the account 123456789012, takes and refuses. */
const ROWS: readonly (readonly [what: string, rule: Rule, good: readonly string[], bad: readonly string[]])[] = [
  [
    "a key",
    common("kms_key_arn", (kmsKeyArn) => ({ kmsKeyArn })),
    [`arn:aws:kms:eu-central-1:${KEY}`, "arn:aws:kms:eu-central-1:210987654321:key/1", "no ARN"],
    [`arn:aws:kms:us-east-1:${KEY}`, `arn:aws-cn:kms:eu-central-1:${KEY}`],
  ],
  [
    "a key of logs",
    common("logs.kms_key_arn", (kmsKeyArn) => ({ logs: { kmsKeyArn } })),
    [`arn:aws:kms:eu-central-1:${KEY}`],
    [`arn:aws:kms:eu-west-1:${KEY}`],
  ],
  [
    "a boundary",
    common("permissions_boundary_arn", (permissionsBoundaryArn) => ({ permissionsBoundaryArn })),
    ["arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::123456789012:policy/boundary"],
    ["arn:aws:iam::210987654321:policy/boundary", "arn:aws-cn:iam::aws:policy/PowerUserAccess"],
  ],
  [
    "what alarms notify",
    common("alarms.action_arns", (arn) => ({ alarms: { actionArns: [arn] } })),
    ["arn:aws:sns:eu-central-1:123456789012:ops", "arn:aws:ssm-incidents::123456789012:responseplan/ops"],
    ["arn:aws:sns:us-east-1:123456789012:ops", "arn:aws-us-gov:sns:eu-central-1:123456789012:ops"],
  ],
  [
    "an image",
    ofFunction("image_uri", (imageUri) => ({ imageUri })),
    [`123456789012.dkr.ecr.eu-central-1.${IMAGE}`],
    [`123456789012.dkr.ecr.us-east-1.${IMAGE}`],
  ],
  [
    "a layer",
    ofFunction("layers", (arn) => ({ layers: [arn] })),
    ["arn:aws:lambda:eu-central-1:210987654321:layer:fonts:3"],
    ["arn:aws:lambda:us-east-1:210987654321:layer:fonts:3"],
  ],
  [
    "an access point",
    ofFunction("file_system.access_point_arn", (accessPointArn) => ({ fileSystem: { accessPointArn } })),
    ["arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0"],
    ["arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0"],
  ],
  [
    "one ARN of the account",
    arnIsOwn,
    ["arn:aws:lambda:eu-central-1:123456789012:function:a:live", "no ARN"],
    ["arn:aws:lambda:eu-central-1:210987654321:function:a", "arn:aws:lambda:us-east-1:123456789012:function:a"],
  ],
  ["one ARN", arnIsPlaced, ["arn:aws:sns:eu-central-1:123456789012:a"], ["arn:aws:sns:eu-central-2:123456789012:a"]],
  [
    "several",
    (arn, place) => arnsArePlaced(["arn:aws:sns:eu-central-1:123456789012:a", arn], place),
    ["arn:aws:sns:eu-central-1:123456789012:b"],
    ["arn:aws:sns:eu-west-1:123456789012:b"],
  ],
  [
    "several of any region",
    (arn, place) => arnsAreInPartition([arn], place),
    ["arn:aws:events:*:123456789012:rule/*", "arn:aws:s3:::uploads"],
    ["arn:aws-cn:s3:::uploads"],
  ],
];

describeTerraform("an ARN where the provider works", (terraform) => {
  test("is taken, and one from elsewhere is not", async () => {
    const evaluation = new Evaluation();
    const place: Place = {
      partition: evaluation.string("aws"),
      region: evaluation.string("eu-central-1"),
      accountId: evaluation.string("123456789012"),
    };
    const asked = ROWS.map(([, rule, good, bad]) => {
      const values = evaluation.strings([...good, ...bad]);
      return evaluation.ask(tf`[for value in ${values} : ${rule(Token.asString(raw("value")), place).holds}]`);
    });
    const found = await evaluation.run(terraform);
    const expected = ROWS.map(([what, , good, bad]) => [what, [...good.map(() => true), ...bad.map(() => false)]]);
    expect(ROWS.map(([what], index) => [what, found[asked[index] as number]])).toEqual(expected);
  });
});

test("what is absent needs to be nowhere", () => {
  const place: Place = { partition: "aws", region: "eu-central-1", accountId: "123456789012" };
  const input = { logs: {}, alarms: { actionArns: [] } } as never;
  expect(commonIsPlaced(input, place).map(({ holds }) => holds)).toEqual([true, true, true, true]);
  const fn = { layers: [], fileSystem: {} } as never;
  expect(functionIsPlaced("worker", fn, place).map(({ holds }) => holds)).toEqual([true, true, true, true]);
});
