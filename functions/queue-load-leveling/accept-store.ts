import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { refusal, within } from "../shared/aws";
import { toItem } from "../shared/items";
import { expressionNames, expressionValues, updateInput } from "../shared/update";
import type { JobQueue, JobStore } from "./accept-job";
import { JOB_ID_ATTRIBUTE, type JobRow } from "./contract";

/**
 * How long a call may take, its retries included. The three calls of the worst case (create, send, withdraw) end well before the
 * function's time-out of 15 s, so that the client is told to come again rather than left with a 5xx of the gateway.
 */
const CALL_SECONDS = 3.5;

/** The job table, as the accepting function uses it. */
export function jobStore(client: DynamoDBClient, tableName: string): JobStore {
  return {
    async create(job) {
      // A row past its time is gone for every reader, although DynamoDB deletes it up to two days late. One that a worker has stays: its end
      // would be written into the new row.
      const idle = "(NOT #state = :running OR attribute_not_exists(#lease_until) OR #lease_until <= :now_ms)";
      const condition = `attribute_not_exists(#id) OR (#expires_at <= :now AND ${idle})`;
      const now = Date.now();
      const put = new PutItemCommand({
        TableName: tableName,
        Item: toItem(job),
        ConditionExpression: condition,
        ExpressionAttributeNames: expressionNames(condition),
        ExpressionAttributeValues: expressionValues({ now: Math.floor(now / 1000), now_ms: now, running: "running" }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      const refused = await refusal(client.send(put, within(CALL_SECONDS)));
      const existing = refused?.refusedBy as JobRow | undefined;
      // The SDK tries again when an answer is lost, and then finds what it wrote.
      return existing?.accepted_by === job.accepted_by ? undefined : existing;
    },

    async markQueued({ id, created_at, accepted_by }) {
      const condition =
        accepted_by === undefined
          ? { expression: "attribute_not_exists(#accepted_by) AND #created_at = :created_at", values: { created_at } }
          : { expression: "#accepted_by = :accepted_by", values: { accepted_by } };
      const change = { set: { queued_at: new Date().toISOString() }, condition };
      const mark = new UpdateItemCommand(updateInput(tableName, id, change));
      const refused = await refusal(client.send(mark, within(CALL_SECONDS)));
      return refused && ((refused.refusedBy as JobRow | undefined) ?? "gone");
    },

    async withdraw({ id, accepted_by }) {
      const condition =
        "#state = :accepted AND #attempts = :none AND attribute_not_exists(#queued_at) AND #accepted_by = :accepted_by";
      const remove = new DeleteItemCommand({
        TableName: tableName,
        Key: { id: { S: id } },
        ConditionExpression: condition,
        ExpressionAttributeNames: expressionNames(condition),
        ExpressionAttributeValues: expressionValues({ accepted: "accepted", none: 0, accepted_by }),
      });
      await refusal(client.send(remove, within(CALL_SECONDS)));
    },
  };
}

/** The main queue, as the accepting function uses it. */
export function jobQueue(client: SQSClient, queueUrl: string, fifo: boolean): JobQueue {
  return {
    async send({ id, body, group }, deduplicationId) {
      const send = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: { [JOB_ID_ATTRIBUTE]: { DataType: "String", StringValue: id } },
        ...(fifo ? { MessageGroupId: group, MessageDeduplicationId: deduplicationId } : {}),
      });
      await client.send(send, within(CALL_SECONDS));
    },
  };
}
