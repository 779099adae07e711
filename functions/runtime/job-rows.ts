import { randomUUID } from "node:crypto";
import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type JobError, type JobRow, LEASE_ATTRIBUTES } from "../queue-load-leveling/contract";
import { refusal } from "../shared/aws";
import { type Change, updateInput } from "../shared/update";
import type { JobResult } from "./job-result";

/** What came of the wish to work on a job. */
export type Claim =
  | { readonly outcome: "claimed"; readonly attempt: number; readonly lease: number }
  /** Done already: a second delivery. */
  | { readonly outcome: "succeeded" }
  /** The job was accepted with another payload: this message is none of its. */
  | { readonly outcome: "otherPayload" }
  /** Another worker has it until then, epoch milliseconds. */
  | { readonly outcome: "leased"; readonly until: number };

/** The job table, as the worker uses it. A lease is the claim's end, epoch milliseconds; it also tells one claim from the next. */
export interface JobRows {
  claim(id: string, requestHash: string, lease: number): Promise<Claim>;
  succeed(id: string, result: JobResult): Promise<void>;
  /** Back to waiting, for another try. Returns false if the lease was no longer this claim's. */
  release(id: string, lease: number, error: JobError): Promise<boolean>;
  /** Final. Returns false if the lease was no longer this claim's. */
  fail(id: string, lease: number, error: JobError): Promise<boolean>;
}

/** The job table in DynamoDB. */
export function jobRows(client: DynamoDBClient, tableName: string, retentionSeconds: number): JobRows {
  const update = (id: string, change: Change) => client.send(new UpdateItemCommand(updateInput(tableName, id, change)));
  const expiry = (now: number) => Math.ceil(now / 1000) + retentionSeconds;
  const whileLeased = (lease: number) => ({
    expression: "#state = :running AND #lease_until = :lease",
    values: { running: "running", lease },
  });

  return {
    async claim(id, requestHash, lease) {
      const now = Date.now();
      const time = new Date(now).toISOString();
      const claim_id = randomUUID();
      const input = updateInput(tableName, id, {
        set: { state: "running", lease_until: lease, claim_id, updated_at: time },
        setIfAbsent: { created_at: time, started_at: time, expires_at: expiry(now), request_hash: requestHash },
        add: { attempts: 1 },
        remove: ["error", "finished_at"],
        condition: {
          expression:
            "attribute_not_exists(#id) OR ((attribute_not_exists(#request_hash) OR #request_hash = :hash) AND " +
            "(#state IN (:accepted, :failed) OR (#state = :running AND #lease_until <= :now)))",
          values: { accepted: "accepted", failed: "failed", running: "running", now, hash: requestHash },
        },
      });
      let attempt = 1;
      const refused = await refusal(
        client.send(new UpdateItemCommand({ ...input, ReturnValues: "UPDATED_NEW" })).then(({ Attributes }) => {
          attempt = Number(Attributes?.["attempts"]?.N ?? 1);
        }),
      );
      if (refused === undefined) return { outcome: "claimed", attempt, lease };
      const row = refused.refusedBy as Partial<JobRow> | undefined;
      // The SDK tries again when an answer is lost, and then finds what it wrote.
      if (row?.claim_id === claim_id) return { outcome: "claimed", attempt: row.attempts ?? 1, lease };
      if ((row?.request_hash ?? requestHash) !== requestHash) return { outcome: "otherPayload" };
      if (row?.state === "succeeded") return { outcome: "succeeded" };
      return { outcome: "leased", until: row?.lease_until ?? now };
    },

    async succeed(id, result) {
      // Whoever has the lease now: a job that was done is done.
      const now = Date.now();
      const time = new Date(now).toISOString();
      await update(id, {
        set: { state: "succeeded", updated_at: time, finished_at: time, expires_at: expiry(now), ...result },
        setIfAbsent: { created_at: time },
        remove: ["error", ...LEASE_ATTRIBUTES],
      });
    },

    async release(id, lease, error) {
      const set = { state: "accepted", updated_at: new Date().toISOString(), error: { ...error } };
      return (
        (await refusal(update(id, { set, remove: LEASE_ATTRIBUTES, condition: whileLeased(lease) }))) === undefined
      );
    },

    async fail(id, lease, error) {
      const now = Date.now();
      const time = new Date(now).toISOString();
      const set = {
        state: "failed",
        updated_at: time,
        finished_at: time,
        expires_at: expiry(now),
        error: { ...error },
      };
      return (
        (await refusal(update(id, { set, remove: LEASE_ATTRIBUTES, condition: whileLeased(lease) }))) === undefined
      );
    },
  };
}
