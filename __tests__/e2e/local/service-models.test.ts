import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../../../local/project";
import { localAwsPython } from "../../../local/python";

const MINISTACK = join(projectFolder(), "local", "ministack");
/** A few thousand requests take two seconds of a free processor. */
const WITHIN_MS = 60_000;

/** The services of the patterns and their tests, in six protocols: json, rest-json, query, ec2, rest-xml, smithy-rpc-v2-cbor. */
const SERVICES = [
  ..."acm apigatewayv2 cloudwatch dynamodb ec2 events iam kms lambda logs route53".split(" "),
  ..."s3 scheduler sns sqs stepfunctions sts xray".split(" "),
];

/** Operations with one URI: an old name, or another host. */
const ONE_URI = {
  "s3 rest-xml GetBucketLifecycle": ["read as GetBucketLifecycleConfiguration"],
  "s3 rest-xml GetBucketNotification": ["read as GetBucketNotificationConfiguration"],
  "s3 rest-xml ListDirectoryBuckets": ["read as ListBuckets"],
  "s3 rest-xml PutBucketLifecycle": ["read as PutBucketLifecycleConfiguration"],
  "s3 rest-xml PutBucketNotification": ["read as PutBucketNotificationConfiguration"],
};

test(
  "every operation of every service in use is read as AWS's SDK for Python writes it, and breaks no rule",
  async () => {
    const { stdout } = await promisify(execFile)(
      await localAwsPython(),
      [join(__dirname, "fixtures", "round_trip.py"), ...SERVICES],
      { env: { PYTHONPATH: MINISTACK }, maxBuffer: 100_000_000 },
    );
    const { requests, found } = JSON.parse(stdout) as { requests: number; found: Record<string, string[]> };
    expect(requests).toBeGreaterThan(3500);
    const byOperation = Object.entries(found).map(([key, wrong]) => [key.replace(/ (minimal|complete)$/, ""), wrong]);
    expect(Object.fromEntries(byOperation)).toEqual(ONE_URI);
  },
  WITHIN_MS,
);
