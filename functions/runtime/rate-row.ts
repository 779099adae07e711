import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { RATE_ROW_ID } from "../queue-load-leveling/contract";
import { refusal } from "../shared/aws";
import type { RateCell } from "../shared/rate-limit";
import { updateInput } from "../shared/update";

/** The rate limiter's number in a row of the job table: all workers share it. */
export function rateRow(client: DynamoDBClient, tableName: string): RateCell {
  return {
    async advance(from, latest, interval) {
      const input = updateInput(tableName, RATE_ROW_ID, {
        add: { next_at: interval },
        condition: { expression: "#next_at BETWEEN :from AND :latest", values: { from, latest } },
      });
      let before: number | undefined;
      const refused = await refusal(
        client.send(new UpdateItemCommand({ ...input, ReturnValues: "UPDATED_OLD" })).then(({ Attributes }) => {
          before = Number(Attributes?.["next_at"]?.N);
        }),
      );
      if (refused === undefined) return { took: true, value: before };
      return { took: false, value: refused.refusedBy?.["next_at"] as number | undefined };
    },

    async restart(before, next) {
      const input = updateInput(tableName, RATE_ROW_ID, {
        set: { next_at: next },
        condition: { expression: "attribute_not_exists(#next_at) OR #next_at < :before", values: { before } },
      });
      return (await refusal(client.send(new UpdateItemCommand(input)))) === undefined;
    },
  };
}
