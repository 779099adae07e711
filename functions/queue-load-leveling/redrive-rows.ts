import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { refusal } from "../shared/aws";
import { fromItem, type Value } from "../shared/items";
import { type Change, updateInput } from "../shared/update";
import { type JobRow, UNDELIVERED } from "./contract";

type Attributes = { readonly [name: string]: Value | undefined };

/** The job table, as a redrive uses it. */
export function redriveRows(client: DynamoDBClient, tableName: string, retentionSeconds: number) {
  const update = (id: string, change: Change, ReturnValues?: "ALL_OLD") =>
    client.send(new UpdateItemCommand({ ...updateInput(tableName, id, change), ReturnValues }));

  return {
    /** Writes into an audit row. It has no end: audits stay. */
    async audit(id: string, facts: Attributes): Promise<void> {
      await update(id, { set: facts });
    },

    /**
     * Makes the job wait again, as if new. A job that succeeded after all, that a worker has, or that has another payload than the message,
     * stays as it is: the worker that gets the message knows what to do. Returns how to undo it.
     */
    async reopen(id: string, hash: string): Promise<() => Promise<void>> {
      const now = Date.now();
      const time = new Date(now).toISOString();
      const change: Change = {
        set: {
          state: "accepted",
          attempts: 0,
          updated_at: time,
          queued_at: time,
          expires_at: Math.ceil(now / 1000) + retentionSeconds,
        },
        setIfAbsent: { created_at: time, request_hash: hash },
        add: { redrives: 1 },
        remove: ["error", "finished_at", "lease_until"],
        condition: {
          expression:
            "attribute_not_exists(#id) OR ((attribute_not_exists(#request_hash) OR #request_hash = :hash) AND " +
            "(#state IN (:accepted, :failed) OR (#state = :running AND #lease_until <= :now)))",
          values: { accepted: "accepted", failed: "failed", running: "running", now, hash },
        },
      };
      let old: Partial<JobRow> = {};
      const refused = await refusal(
        update(id, change, "ALL_OLD").then(({ Attributes }) => {
          old = fromItem(Attributes ?? {});
        }),
      );
      if (refused !== undefined) return async () => undefined;
      return async () => {
        const { attempts = 0, finished_at = time, error = UNDELIVERED } = old;
        const undo: Change = {
          set: { state: "failed", attempts, finished_at, error: { ...error } },
          add: { redrives: -1 },
          condition: {
            expression: "#state = :accepted AND #attempts = :none AND #queued_at = :time",
            values: { accepted: "accepted", none: 0, time },
          },
        };
        await refusal(update(id, undo));
      };
    },
  };
}
