import { randomUUID } from "node:crypto";
import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { RATE_ROW_ID } from "../queue-load-leveling/contract";
import { refusal } from "../shared/aws";
import type { RateCell } from "../shared/rate-limit";
import { updateInput } from "../shared/update";

/**
 * The rate limiter's number in a row of the job table: all workers share it. The SDK tries again when an answer is lost; a second try would take a
 * second slot, so each call leaves its name.
 */
export function rateRow(client: DynamoDBClient, tableName: string): RateCell {
  return {
    async advance(from, latest, interval) {
      const taken_by = randomUUID();
      const input = updateInput(tableName, RATE_ROW_ID, {
        set: { taken_by },
        add: { next_at: interval },
        condition: {
          expression:
            "#next_at BETWEEN :from AND :latest AND (attribute_not_exists(#taken_by) OR #taken_by <> :taken_by)",
          values: { from, latest, taken_by },
        },
      });
      let before: number | undefined;
      const refused = await refusal(
        client.send(new UpdateItemCommand({ ...input, ReturnValues: "UPDATED_OLD" })).then(({ Attributes }) => {
          before = Number(Attributes?.["next_at"]?.N);
        }),
      );
      if (refused === undefined) return { took: true, value: before };
      const value = refused.refusedBy?.["next_at"] as number | undefined;
      if (value !== undefined && refused.refusedBy?.["taken_by"] === taken_by)
        return { took: true, value: value - interval };
      return { took: false, value };
    },

    async restart(before, next) {
      const taken_by = randomUUID();
      const input = updateInput(tableName, RATE_ROW_ID, {
        set: { next_at: next, taken_by },
        condition: { expression: "attribute_not_exists(#next_at) OR #next_at < :before", values: { before } },
      });
      const refused = await refusal(client.send(new UpdateItemCommand(input)));
      return refused === undefined || refused.refusedBy?.["taken_by"] === taken_by;
    },
  };
}
