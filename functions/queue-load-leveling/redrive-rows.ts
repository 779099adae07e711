import { randomUUID } from "node:crypto";
import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { refusal } from "../shared/aws";
import { fromItem } from "../shared/items";
import { type Change, updateInput } from "../shared/update";
import { type JobRow, LEASE_ATTRIBUTES, UNDELIVERED } from "./contract";

/** A row that waits for its message to be sent. */
interface Reopening {
  /** The job waits in the queue again. */
  sent(): Promise<void>;
  /** The message stays a dead letter. */
  undo(): Promise<void>;
}

/** The job table, as a redrive uses it. */
export function redriveRows(client: DynamoDBClient, tableName: string, retentionSeconds: number) {
  const update = (id: string, change: Change, ReturnValues?: "ALL_OLD") =>
    client.send(new UpdateItemCommand({ ...updateInput(tableName, id, change), ReturnValues }));

  return {
    /**
     * Prepares the job's row for its message to be sent again: as if new, but failed still, for a redrive may be killed at any time, and a job
     * whose message is a dead letter must not read `accepted`. A job that succeeded after all, that a worker has, or that has another
     * payload than the message, stays as it is: the worker that gets the message knows what to do.
     */
    async reopen(id: string, hash: string): Promise<Reopening> {
      const now = Date.now();
      const time = new Date(now).toISOString();
      const reopened_by = randomUUID();
      const expires_at = Math.ceil(now / 1000) + retentionSeconds;
      const change: Change = {
        set: { state: "failed", attempts: 0, updated_at: time, expires_at, reopened_by },
        setIfAbsent: { created_at: time, request_hash: hash, finished_at: time, error: { ...UNDELIVERED } },
        add: { redrives: 1 },
        remove: LEASE_ATTRIBUTES,
        condition: {
          expression:
            "attribute_not_exists(#id) OR ((attribute_not_exists(#request_hash) OR #request_hash = :hash) AND " +
            "(#state IN (:accepted, :failed) OR (#state = :running AND #lease_until <= :now)) AND " +
            "(attribute_not_exists(#reopened_by) OR #reopened_by <> :reopened_by))",
          values: { accepted: "accepted", failed: "failed", running: "running", now, hash, reopened_by },
        },
      };
      // What it was is not known any more where the answer was lost.
      let attempts = 0;
      const refused = await refusal(
        update(id, change, "ALL_OLD").then(({ Attributes }) => {
          ({ attempts = 0 } = fromItem(Attributes ?? {}) as Partial<JobRow>);
        }),
      );
      const isOurs = refused?.refusedBy?.["reopened_by"] === reopened_by;
      if (refused !== undefined && !isOurs) return { sent: async () => undefined, undo: async () => undefined };
      // A worker that was faster has said what is true.
      const condition = {
        expression: "#state = :failed AND #attempts = :none AND #reopened_by = :reopened_by",
        values: { failed: "failed", none: 0, reopened_by },
      };
      return {
        async sent() {
          const at = new Date().toISOString();
          const set = { state: "accepted", updated_at: at, queued_at: at };
          await refusal(update(id, { set, remove: ["error", "finished_at", "reopened_by"], condition }));
        },
        async undo() {
          await refusal(update(id, { set: { attempts }, add: { redrives: -1 }, remove: ["reopened_by"], condition }));
        },
      };
    },
  };
}
