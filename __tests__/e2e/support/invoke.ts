import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Clients } from "./suite";

/**
 * Invokes a function with somebody's keys and resolves to its answer.
 *
 * @throws when it may not be called, or what it said when it failed.
 */
export async function invoke<Result>(
  { lambda }: Pick<Clients, "lambda">,
  name: string,
  payload: unknown,
): Promise<Result> {
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)) });
  const { FunctionError, Payload } = await lambda.send(command);
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (FunctionError !== undefined) throw new Error(answer.errorMessage);
  return answer as Result;
}
