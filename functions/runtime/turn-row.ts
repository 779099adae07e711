import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { TURN_ROW_ID } from "../queue-load-leveling/contract";
import { refusal } from "../shared/aws";
import { type Change, updateInput } from "../shared/update";
import type { TurnCell } from "./turn";

/** The turn in a row of the job table: all workers share it. */
export function turnRow(client: DynamoDBClient, tableName: string): TurnCell {
  const update = (change: Change) =>
    refusal(client.send(new UpdateItemCommand(updateInput(tableName, TURN_ROW_ID, change))));

  return {
    async take(who, until, now) {
      const refused = await update({
        set: { holder: who, held_until: until },
        remove: ["waiting", "waiting_until"],
        condition: {
          expression:
            "(attribute_not_exists(#holder) OR #held_until <= :now) AND (attribute_not_exists(#waiting) OR #waiting = :who OR #waiting_until <= :now)",
          values: { who, now },
        },
      });
      if (refused === undefined) return { took: true };
      const { holder, held_until } = refused.refusedBy ?? {};
      // The SDK tries again when an answer is lost, and then finds what it wrote.
      if (holder === who) return { took: true };
      return { took: false, ...(typeof held_until === "number" && { heldUntil: held_until }) };
    },

    async queueUp(who, until, now) {
      const refused = await update({
        set: { waiting: who, waiting_until: until },
        condition: {
          expression: "attribute_not_exists(#waiting) OR #waiting = :who OR #waiting_until <= :now",
          values: { who, now },
        },
      });
      return refused === undefined;
    },

    async release(who) {
      await update({
        remove: ["holder", "held_until"],
        condition: { expression: "#holder = :who", values: { who } },
      });
    },
  };
}
