import { judgePolicies, type Policy } from "../../../local/policies";

jest.setTimeout(60_000);

const ACCOUNT = "123456789012";
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:events`;
const API = `arn:aws:execute-api:us-east-1:${ACCOUNT}:a1b2c3/$default/GET/orders`;
const KEY_PRINCIPAL = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const FROM_TOPIC = { ArnEquals: { "aws:SourceArn": TOPIC } };

type Statement = Record<string, unknown>;
type Case = readonly [what: string, type: Policy["type"], service: string, statement: Statement, issues: string[]];

const can = (Action: unknown, Resource: unknown, rest: Statement = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...rest,
});
const send = (Principal: unknown, rest: Statement = {}) => can("sqs:SendMessage", QUEUE, { Principal, ...rest });
const trust = (Principal: unknown, rest: Statement = {}): Statement => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal,
  ...rest,
});
const invoke = (Principal: unknown, Condition?: unknown): Statement => ({
  Effect: "Allow",
  Action: "lambda:InvokeFunction",
  Principal,
  ...(Condition !== undefined && { Condition }),
});

const CASES: readonly Case[] = [
  // Identity policies, by parliament.
  ["exact actions and resources", "identity", "iam", can(["sqs:SendMessage"], [QUEUE]), []],
  ["an action that does not exist", "identity", "iam", can("sqs:SendMessageBatch", QUEUE), ["UNKNOWN_ACTION"]],
  ["a service that does not exist", "identity", "iam", can("dynamo:GetItem", "*"), ["UNKNOWN_PREFIX"]],
  ["a resource that the action does not know", "identity", "iam", can("sqs:SendMessage", TOPIC), ["RESOURCE_MISMATCH"]],
  ["a wildcard where resources can be named", "identity", "iam", can("sqs:SendMessage", "*"), ["RESOURCE_STAR"]],
  ["a resource that is no ARN", "identity", "iam", can("sqs:SendMessage", "jobs"), ["INVALID_ARN"]],
  [
    "a condition operator that does not exist",
    "identity",
    "iam",
    can("sqs:SendMessage", QUEUE, { Condition: { StringIs: { "aws:PrincipalOrgID": "o-1" } } }),
    ["UNKNOWN_OPERATOR"],
  ],
  ["no action", "identity", "iam", { Effect: "Allow", Resource: "*" }, ["MALFORMED"]],
  ["a misspelled effect", "identity", "iam", can("sqs:SendMessage", QUEUE, { Effect: "allow" }), ["MALFORMED"]],
  ["a Sid with a space", "identity", "iam", can("sqs:SendMessage", QUEUE, { Sid: "a b" }), ["INVALID_SID"]],
  // Trust policies.
  ["Lambda takes a role", "trust", "iam", trust({ Service: "lambda.amazonaws.com" }), []],
  [
    "the scheduler takes a role for its own account",
    "trust",
    "iam",
    trust({ Service: "scheduler.amazonaws.com" }, { Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } }),
    [],
  ],
  ["the scheduler for anybody", "trust", "iam", trust({ Service: "scheduler.amazonaws.com" }), ["CONFUSED_DEPUTY"]],
  ["a service that does not exist", "trust", "iam", trust({ Service: "lamda.amazonaws.com" }), ["UNKNOWN_PRINCIPAL"]],
  ["a topic's delivery status", "trust", "iam", trust({ Service: "sns.amazonaws.com" }), []],
  ["everybody", "trust", "iam", trust("*"), ["EVERYBODY"]],
  ["nobody", "trust", "iam", trust({}), ["FOREIGN_ACTION", "NO_PRINCIPAL"]],
  [
    "an action that lets nobody take a role",
    "trust",
    "iam",
    trust({ Service: "lambda.amazonaws.com" }, { Action: "sts:GetCallerIdentity" }),
    ["FOREIGN_ACTION"],
  ],
  [
    "a resource",
    "trust",
    "iam",
    trust({ Service: "lambda.amazonaws.com" }, { Resource: "*" }),
    ["RESOURCE_IN_TRUST_POLICY"],
  ],
  // Policies of resources.
  [
    "a topic sends to its queue",
    "resource",
    "sqs",
    send({ Service: "sns.amazonaws.com" }, { Condition: FROM_TOPIC }),
    [],
  ],
  [
    "a bucket of the account publishes",
    "resource",
    "sns",
    can("sns:Publish", TOPIC, {
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
    }),
    [],
  ],
  [
    "an encrypted log group of a region",
    "resource",
    "kms",
    can("kms:Decrypt", "*", {
      Principal: { Service: "logs.us-east-1.amazonaws.com" },
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${ACCOUNT}:*` } },
    }),
    [],
  ],
  [
    "network interfaces, whose ids nobody knows",
    "identity",
    "iam",
    can(["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], "*"),
    [],
  ],
  ["any topic of the world", "resource", "sqs", send({ Service: "sns.amazonaws.com" }), ["CONFUSED_DEPUTY"]],
  [
    "a topic, unless somebody says nothing of a source",
    "resource",
    "sqs",
    send({ Service: "sns.amazonaws.com" }, { Condition: { ArnEqualsIfExists: { "aws:SourceArn": TOPIC } } }),
    ["CONFUSED_DEPUTY"],
  ],
  [
    "every topic but one",
    "resource",
    "sqs",
    send({ Service: "sns.amazonaws.com" }, { Condition: { ArnNotEquals: { "aws:SourceArn": TOPIC } } }),
    ["CONFUSED_DEPUTY"],
  ],
  [
    "a source of another service",
    "resource",
    "sqs",
    send({ Service: "sns.amazonaws.com" }, { Condition: { ArnEquals: { "aws:SourceArn": QUEUE } } }),
    ["FOREIGN_SOURCE"],
  ],
  ["everybody", "resource", "sqs", send("*"), ["EVERYBODY"]],
  ["everybody in other words", "resource", "sqs", send({ AWS: ["*"] }), ["EVERYBODY"]],
  [
    "everybody over TLS",
    "resource",
    "sqs",
    send("*", { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ["EVERYBODY"],
  ],
  [
    "everybody of an organization",
    "resource",
    "sqs",
    send("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    [],
  ],
  [
    "nobody without TLS",
    "resource",
    "sqs",
    {
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: QUEUE,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    [],
  ],
  [
    "a role with a wildcard",
    "resource",
    "sqs",
    send({ AWS: `arn:aws:iam::${ACCOUNT}:role/app-*` }),
    ["UNKNOWN_PRINCIPAL"],
  ],
  ["no principal", "resource", "sqs", can("sqs:SendMessage", QUEUE), ["NO_PRINCIPAL"]],
  [
    "an action of another service",
    "resource",
    "sqs",
    { ...send(KEY_PRINCIPAL), Action: "sns:Publish" },
    ["FOREIGN_ACTION"],
  ],
  [
    "an action that does not exist",
    "resource",
    "sqs",
    { ...send(KEY_PRINCIPAL), Action: "sqs:Send" },
    ["UNKNOWN_ACTION"],
  ],
  [
    "a resource of another service",
    "resource",
    "sqs",
    { ...send(KEY_PRINCIPAL), Resource: TOPIC },
    ["FOREIGN_RESOURCE"],
  ],
  ["every queue", "resource", "sqs", { ...send(KEY_PRINCIPAL), Resource: "*" }, ["RESOURCE_STAR"]],
  [
    "a key's policy, which names itself by a wildcard",
    "resource",
    "kms",
    can("kms:*", "*", { Principal: KEY_PRINCIPAL }),
    [],
  ],
  [
    "an API calls a function",
    "resource",
    "lambda",
    invoke({ Service: "apigateway.amazonaws.com" }, { ArnLike: { "aws:SourceArn": API } }),
    [],
  ],
  [
    "any API calls a function",
    "resource",
    "lambda",
    invoke({ Service: "apigateway.amazonaws.com" }),
    ["CONFUSED_DEPUTY"],
  ],
  [
    "a condition that compares with nothing",
    "resource",
    "lambda",
    invoke({ Service: "apigateway.amazonaws.com" }, { ArnLike: { "aws:SourceArn": "" } }),
    ["EMPTY_CONDITION", "FOREIGN_SOURCE"],
  ],
  [
    "a misspelled element",
    "resource",
    "sqs",
    send({ Service: "sns.amazonaws.com" }, { Conditions: FROM_TOPIC }),
    ["CONFUSED_DEPUTY", "UNKNOWN_ELEMENT"],
  ],
];

test("each mistake in a policy is found, and nothing is found in right ones", async () => {
  const policies = CASES.map(([what, type, service, statement], index) => ({
    type,
    service,
    owner: `${index} ${what}`,
    document: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  }));
  const findings = await judgePolicies(policies);
  const found = policies.map(({ owner }) => [
    owner,
    [...new Set(findings.filter((finding) => finding.owner === owner).map(({ issue }) => issue))].sort(),
  ]);
  expect(found).toEqual(CASES.map(([what, , , , issues], index) => [`${index} ${what}`, issues]));
});

test("the policy that SNS gives a topic by itself is AWS's affair, and the same on a queue is not", async () => {
  const Statement = [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "SNS:Publish", Resource: TOPIC }];
  const document = JSON.stringify({ Version: "2008-10-17", Id: "__default_policy_ID", Statement });
  const findings = await judgePolicies(
    ["sns", "sqs"].map((service) => ({ type: "resource", service, owner: service, document }) as const),
  );
  expect([...new Set(findings.map(({ owner }) => owner))]).toEqual(["sqs"]);
});

test.each(["identity", "trust", "resource"] as const)("a document that is no JSON is found: %s", async (type) => {
  const findings = await judgePolicies([{ type, service: "sqs", owner: "queue", document: "{" }]);
  expect(findings).toEqual([{ type, owner: "queue", issue: "MALFORMED_JSON", detail: expect.any(String) }]);
});
