import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Loses the first answer of a client, whose call was carried out: the SDK tries again. Resolves to how many were lost. */
export function losingTheFirstAnswer(client: DynamoDBClient): () => number {
  let answers = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (answers++ === 0) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET", $retryable: {} });
      return answer;
    },
    { step: "deserialize" },
  );
  return () => Math.min(answers, 1);
}
