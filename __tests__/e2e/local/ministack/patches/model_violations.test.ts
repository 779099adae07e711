import { strToU8, zipSync } from "fflate";
import { describePatch, type Workbench } from "../../support";

const TARGETS = { logs: "Logs_20140328", kms: "TrentService", dynamodb: "DynamoDB_20120810" } as const;
const LONG = "x".repeat(300);

/** A request of a protocol, and what the models find in it: `<member> <rule>` each. Requests that the local AWS refuses itself find nothing. */
type Case = readonly [what: string, send: (bench: Workbench) => Promise<unknown>, found: readonly string[]];

const json = (service: keyof typeof TARGETS, action: string, body: object) => (bench: Workbench) =>
  bench.signed(service, "POST", "/", {
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${TARGETS[service]}.${action}` },
    body: JSON.stringify(body),
  });

const form = (service: string, parameters: Record<string, string>) => (bench: Workbench) =>
  bench.signed(service, "POST", "/", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  });

const rest =
  (service: string, method: string, path: string, body?: object | string, headers: Record<string, string> = {}) =>
  (bench: Workbench) =>
    bench.signed(service, method, path, {
      headers: { "content-type": typeof body === "string" ? "application/xml" : "application/json", ...headers },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    });

/** As much of CBOR (RFC 8949) as a metric needs: short texts, lists and maps, and floats. */
function cbor(value: unknown): Buffer {
  const head = (major: number, size: number) =>
    size < 24 ? Buffer.of((major << 5) | size) : Buffer.of((major << 5) | 25, size >> 8, size & 255);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const float = Buffer.alloc(9, 0xfb);
    float.writeDoubleBE(value, 1);
    return float;
  }
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

const metric = (data: object) => (bench: Workbench) =>
  bench.signed("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", {
    headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    body: new Uint8Array(cbor({ Namespace: "test", MetricData: [data] })),
  });

const lambda = (settings: object) =>
  rest("lambda", "POST", "/2015-03-31/functions", {
    FunctionName: "work",
    Role: "arn:aws:iam::123456789012:role/work",
    Code: { ZipFile: Buffer.from(zipSync({ "index.js": strToU8("") })).toString("base64") },
    Runtime: "nodejs22.x",
    ...settings,
  });

const role = (parameters: Record<string, string>) =>
  form("iam", {
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: "work",
    AssumeRolePolicyDocument: "{}",
    ...parameters,
  });

const CASES: readonly Case[] = [
  // json
  ["right", json("logs", "CreateLogGroup", { logGroupName: "/right" }), []],
  [
    "pattern",
    json("logs", "CreateLogGroup", { logGroupName: "a b" }),
    [String.raw`logGroupName must match [\.\-_/#A-Za-z0-9]+`],
  ],
  ["type", json("kms", "CreateKey", { MultiRegion: "no" }), ["MultiRegion must be a boolean"]],
  [
    "unknown member",
    json("logs", "DescribeLogGroups", { prefix: "x" }),
    ["prefix is no member of DescribeLogGroupsRequest"],
  ],
  ["range", json("logs", "DescribeLogGroups", { limit: 51 }), ["limit must be at most 50"]],
  [
    "enum",
    json("kms", "CreateKey", { KeyUsage: "SIGN" }),
    ["KeyUsage must be one of SIGN_VERIFY, ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT"],
  ],
  ["refused here as well", json("dynamodb", "DescribeTable", { TableName: "no such table" }), []],
  // query
  ["query", role({}), []],
  ["query, length", role({ RoleName: "y".repeat(65) }), ["RoleName must have at most 64 characters"]],
  [
    "query, list of structures",
    role({ RoleName: "tagged", "Tags.member.1.Key": LONG, "Tags.member.1.Value": "z" }),
    ["Tags[0].Key must have at most 128 characters"],
  ],
  ["query, unknown", role({ RoleName: "odd", Colour: "red" }), ["Colour is no parameter of the operation"]],
  // rest-json
  ["rest-json", lambda({ Handler: "index.handler" }), []],
  [
    "rest-json, in the body",
    lambda({ FunctionName: "spaced", Handler: "in dex.handler" }),
    [String.raw`Handler must match [^\s]+`],
  ],
  [
    "rest-json, within",
    lambda({ FunctionName: "named", Environment: { Variables: { "1A": "" } } }),
    ["Environment.Variables (key) must match [a-zA-Z]([a-zA-Z0-9_])+"],
  ],
  [
    "rest-json, in the header",
    rest("lambda", "POST", "/2015-03-31/functions/work/invocations", {}, { "x-amz-log-type": "All" }),
    ["LogType must be one of None, Tail"],
  ],
  [
    "rest-json, in the query",
    rest("lambda", "GET", "/2015-03-31/functions?MaxItems=0"),
    ["MaxItems must be at least 1"],
  ],
  [
    "rest-json, unknown in the query",
    rest("lambda", "GET", "/2015-03-31/functions?Max=1"),
    ["Max is no parameter of the operation"],
  ],
  [
    "a limit in a shape's name",
    rest("apigateway", "POST", "/v2/apis", { name: LONG, protocolType: "HTTP" }),
    ["Name must have at most 128 characters"],
  ],
  ["required", rest("apigateway", "POST", "/v2/apis", { name: "apis" }), ["ProtocolType is required"]],
  // rest-xml
  ["rest-xml", rest("s3", "PUT", "/bucket"), []],
  [
    "rest-xml, in the header",
    rest("s3", "PUT", "/bucket-owned", undefined, { "x-amz-object-ownership": "Mine" }),
    ["ObjectOwnership must be one of BucketOwnerPreferred, ObjectWriter, BucketOwnerEnforced"],
  ],
  [
    "rest-xml, in the body",
    rest("s3", "PUT", "/bucket?accelerate", "<AccelerateConfiguration><Status>On</Status></AccelerateConfiguration>"),
    ["AccelerateConfiguration.Status must be one of Enabled, Suspended"],
  ],
  [
    "rest-xml, required",
    rest("s3", "PUT", "/bucket?tagging", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"),
    ["Tagging.TagSet[0].Value is required"],
  ],
  ["rest-xml, an object", rest("s3", "PUT", "/bucket/key/with/slashes?x-id=PutObject", "<not xml>"), []],
  // ec2
  [
    "ec2",
    form("ec2", { Action: "CreateVpc", Version: "2016-11-15", CidrBlock: "10.0.0.0/16", InstanceTenancy: "mine" }),
    ["InstanceTenancy must be one of default, dedicated, host"],
  ],
  // smithy-rpc-v2-cbor
  ["cbor", metric({ MetricName: "right", Value: 1.5 }), []],
  [
    "cbor, length",
    metric({ MetricName: LONG, Value: 1.5 }),
    ["MetricData[0].MetricName must have at most 255 characters"],
  ],
];

describePatch(
  "model_violations",
  "what AWS refuses by its models is recorded, in every protocol",
  async (bench) => {
    const found: [string, string[]][] = [];
    for (const [what, send] of CASES) {
      const before = bench.aws.violations().length;
      await send(bench);
      const violations = bench.aws.violations().slice(before);
      found.push([what, violations.map(({ member, rule }) => `${member} ${rule}`)]);
    }
    return found;
  },
  CASES.map(([what, , found]) => [what, found]),
);
