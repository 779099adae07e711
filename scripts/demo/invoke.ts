import { AwsClient } from "aws4fetch";
import type { LocalAws } from "../../local/aws";

/**
 * Invokes a function and waits for what it returns.
 *
 * @throws when the function failed, with what it said.
 */
export async function invokeFunction<Result>(
  aws: LocalAws,
  name: string,
  payload: unknown,
  signal?: AbortSignal,
): Promise<Result> {
  const client = new AwsClient({ ...aws.credentials, region: aws.region, service: "lambda" });
  const url = `${aws.endpoint}/2015-03-31/functions/${name}/invocations`;
  const response = await client.fetch(url, { method: "POST", body: JSON.stringify(payload), signal });
  const text = await response.text();
  if (!response.ok || response.headers.has("x-amz-function-error")) throw new Error(`${name} failed: ${text}`);
  return JSON.parse(text) as Result;
}
