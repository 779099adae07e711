import { randomUUID } from "node:crypto";
import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { refusal } from "./aws";
import { REDRIVE_LOCK_ID } from "./contract";
import { storableText } from "./storable-text";
import { type Change, updateInput } from "./update";

/** How long the row stays when its redrive is over, in seconds: a day, for whoever wants to know. */
const KEPT_SECONDS = 86_400;

/** The longest reason that a request may give, in characters of four bytes. */
const MAX_AUDIT_TEXT_BYTES = 2_000;

/** What an operator wrote, as a row takes it. */
export const auditText = (text: string): string => storableText(text, MAX_AUDIT_TEXT_BYTES);

/** Who runs a redrive. */
export interface RedriveRun {
  readonly requestId: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** Epoch milliseconds; by `endsAt` Lambda has ended the function, and SQS shows again what it had received. */
  readonly startedAt: number;
  readonly endsAt: number;
}

/**
 * Lets one redrive run at a time: two would double the rate, and the AWS CLI starts a second by itself when the first has not answered within
 * 60 seconds, and a third: https://github.com/aws/aws-cli/issues/2657. The lock of a redrive that was killed ends with the function's time.
 */
export function redriveLock(client: DynamoDBClient, tableName: string, report: (error: unknown) => void) {
  const update = (change: Change) =>
    client.send(new UpdateItemCommand(updateInput(tableName, REDRIVE_LOCK_ID, change)));

  /** Returns what tells this run from every other one. */
  async function take({ requestId, requestedBy, reason, startedAt, endsAt }: RedriveRun): Promise<string> {
    const run_id = randomUUID();
    const change: Change = {
      set: {
        run_id,
        request_id: requestId,
        requested_by: auditText(requestedBy),
        reason: auditText(reason),
        started_at: new Date(startedAt).toISOString(),
        lease_until: endsAt,
        expires_at: Math.ceil(endsAt / 1000) + KEPT_SECONDS,
      },
      condition: { expression: "attribute_not_exists(#id) OR #lease_until <= :now", values: { now: startedAt } },
    };
    const refused = await refusal(update(change));
    // The SDK tries again when an answer is lost, and then finds what it wrote.
    if (refused !== undefined && refused.refusedBy?.["run_id"] !== run_id)
      throw new Error(alreadyRuns(refused.refusedBy ?? {}));
    return run_id;
  }

  async function release(run_id: string): Promise<void> {
    const condition = { expression: "#run_id = :run_id", values: { run_id } };
    await refusal(update({ set: { lease_until: 0 }, condition }));
  }

  return {
    /**
     * Does the work while no other redrive of the table runs.
     *
     * @throws when one does, saying who runs it and until when at most; and what the work throws.
     */
    async whileAlone<Result>(run: RedriveRun, work: () => Promise<Result>): Promise<Result> {
      const runId = await take(run);
      try {
        return await work();
      } finally {
        // It ends by itself, too.
        await release(runId).catch(report);
      }
    },
  };
}

function alreadyRuns(row: Readonly<Record<string, unknown>>): string {
  const until = new Date(Number(row["lease_until"])).toISOString();
  return (
    `A redrive runs already: ${row["requested_by"]} began it at ${row["started_at"]} (request ${row["request_id"]}), because: ${row["reason"]}. ` +
    `It ends by ${until}; if it was killed, the dead letters that it had received are hidden until then. Nothing was moved by this call. ` +
    "If the other one is yours, your client sent it a second time when no answer came: wait without a time-out (aws --cli-read-timeout 0)."
  );
}
