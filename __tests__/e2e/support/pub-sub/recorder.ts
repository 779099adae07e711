import type { RootOptions } from "../suite";

export const sinkTableName = (name: string): string => `${name}-sink`;

/** The table in which functions note what they did. */
export const sinkTable = (name: string) => ({
  name: sinkTableName(name),
  billing_mode: "PAY_PER_REQUEST",
  hash_key: "subscriber",
  range_key: "about",
  attribute: ["subscriber", "about"].map((name) => ({ name, type: "S" })),
});

/** The function of a subscriber that notes what it handled. */
export const recorder = ({ name }: RootOptions, subscriber: string) => ({
  // The provider makes functions with a file one after the other, 5 s each.
  s3: { bucket: "${aws_s3_bucket.code.bucket}", key: "${aws_s3_object.recorder.key}" },
  // Long enough on a machine that is busy with other things; what fails comes again after six times as long.
  timeout_seconds: 10,
  environment: { SINK_TABLE_NAME: sinkTableName(name), SUBSCRIBER: subscriber },
  policy_statements: JSON.stringify([
    {
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
      Resource: `arn:aws:dynamodb:*:*:table/${sinkTableName(name)}`,
    },
  ]),
});
