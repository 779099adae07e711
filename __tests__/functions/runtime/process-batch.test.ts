import type { SQSRecord } from "aws-lambda";
import { ComeAgain } from "../../../functions/runtime/come-again";
import { processBatch } from "../../../functions/runtime/process-batch";

const recordOf = (messageId: string, MessageGroupId: string) =>
  ({ messageId, body: "{}", attributes: { MessageGroupId, ApproximateReceiveCount: "1" } }) as unknown as SQSRecord;

const Records = [recordOf("a1", "a"), recordOf("b1", "b"), recordOf("a2", "a"), recordOf("a3", "a")];

test.each([
  ["takes it", undefined],
  ["does not answer", new Error("throttled")],
])(
  "the rest of a stopped FIFO group comes with its first record, and other groups are done: SQS %s",
  async (_name, fault) => {
    const done: string[] = [];
    const hidden: string[] = [];
    const response = await processBatch(
      { Records },
      {
        fifo: true,
        sequential: false,
        processRecord: async ({ messageId }) => {
          if (messageId === "a1") throw new ComeAgain("later", 7);
          done.push(messageId);
        },
        comeAgain: async ({ messageId }, seconds) => {
          hidden.push(`${messageId} ${seconds}`);
          if (fault !== undefined) throw fault;
        },
      },
    );
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(["a1", "a2", "a3"]);
    expect(done).toEqual(["b1"]);
    expect(hidden).toEqual(["a2 7", "a3 7"]);
  },
);
