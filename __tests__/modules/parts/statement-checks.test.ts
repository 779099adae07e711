import { statementChecks } from "../../../modules/parts/statement-checks";
import { describeTexts } from "../../support/verdicts";

const GET = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::code/*"] };
const list = (...statements: readonly unknown[]) => JSON.stringify(statements);
const get = (change: object) => list({ ...GET, ...change });
const { Action, Resource, ...EFFECT } = GET;
const resources = (characters: number) =>
  get({ Resource: `arn:aws:s3:::${"x".repeat(characters - get({ Resource: "arn:aws:s3:::" }).length)}` });

describeTexts({
  statements: {
    checks: statementChecks,
    good: [
      list(GET),
      ` ${list(GET, { ...GET, Effect: "Deny" })} \n`,
      get({ Action: "s3:Get*", Resource: "*" }),
      get({ Sid: "ReadCode", Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }),
      get({ Condition: { "ForAllValues:StringLikeIfExists": { "s3:prefix": ["a", "b"] }, Null: { "aws:a": "true" } } }),
      get({ Condition: { NumericEquals: { "aws:a": [1, "2"], "aws:b": 0 }, Bool: { "aws:c": [true] }, Null: {} } }),
      get({ Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } } }),
      get({ Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThanEquals: { "s3:max-keys": 5 } } }),
      get({ Resource: ["arn:aws-cn:s3:::code/*", "arn:aws-us-gov:sqs:*:${aws:PrincipalAccount}:jobs"] }),
      list({ ...GET, Sid: "" }, { ...GET, Sid: "" }),
      list({ ...EFFECT, NotAction: "iam:*", NotResource: "arn:aws:s3:::secret/${aws:username}" }),
      list({ ...GET, Sid: "A" }, { ...GET, Sid: "B" }, GET),
      get({ Resource: "arn:aws:s3:::ümlaut" }),
      resources(7168),
    ],
    bad: [
      "",
      "[]",
      "null",
      JSON.stringify(GET),
      `${list(GET)}]`,
      list("s3:GetObject"),
      list(null),
      list([]),
      get({ Effect: "allow" }),
      get({ Effect: undefined }),
      get({ Action: undefined }),
      get({ Action: [] }),
      get({ Action: null }),
      get({ Action: "GetObject" }),
      get({ Action: [["s3:GetObject"]] }),
      get({ Action: { 0: "s3:GetObject" } }),
      get({ Action: ["s3:GetObject", []] }),
      get({ Resource: ["*", ["arn:aws:s3:::code/*"]] }),
      list({ ...EFFECT, NotAction: [[["iam:*"]]], NotResource: [["*"]] }),
      get({ Action: ["s3:GetObject", "s3 GetObject"] }),
      get({ NotAction: "s3:PutObject" }),
      get({ Resource: undefined }),
      get({ Resource: [] }),
      get({ Resource: "code" }),
      get({ Resource: ["arn:aws:s3"] }),
      get({ NotResource: "*" }),
      get({ Principal: "*" }),
      get({ Actions: ["s3:PutObject"] }),
      get({ Condition: { StringEqual: { "aws:a": "b" } } }),
      get({ Condition: { StringEquals: "b" } }),
      get({ Condition: "b" }),
      get({ Condition: { StringEquals: { "aws:a": { b: "c" } } } }),
      get({ Condition: { StringEquals: { "aws:a": null } } }),
      get({ Condition: { StringEquals: { "aws:a": [] } } }),
      get({ Condition: { StringEquals: { "aws:a": ["b", null] } } }),
      get({ Condition: { StringEquals: { "aws:a": [["b"]] } } }),
      get({ Condition: { StringEquals: { "aws:a": ["b", { c: 1 }] } } }),
      get({ Sid: "read code" }),
      get({ Sid: 12 }),
      get({ Sid: null }),
      get({ Condition: { "ForAnyValues:StringEquals": { "aws:TagKeys": ["a"] } } }),
      list({ ...GET, Sid: "A" }, { ...GET, Sid: "A" }),
      get({ Resource: "arn:aws:s3:::日本" }),
      resources(7169),
      get({ Resource: `arn:aws:s3:::${"<&>".repeat(400)}` }),
    ],
  },
});
