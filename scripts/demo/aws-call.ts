import { AwsClient } from "aws4fetch";
import type { LocalAws } from "../../local/aws";

/** Services whose API takes JSON, by the name that comes before their actions. */
const TARGETS = { dynamodb: "DynamoDB_20120810", sqs: "AmazonSQS" } as const;

/**
 * Calls an AWS API whose protocol is JSON. Programs for a person do without the SDK: it warns of the Node version before it says anything else.
 *
 * @throws when it is refused, with what AWS said.
 */
export async function callAws<Answer>(
  aws: LocalAws,
  service: keyof typeof TARGETS,
  action: string,
  request: object,
): Promise<Answer> {
  const client = new AwsClient({ ...aws.credentials, region: aws.region, service });
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `${TARGETS[service]}.${action}` };
  const response = await client.fetch(aws.endpoint, { method: "POST", headers, body: JSON.stringify(request) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service}:${action} failed: ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}
