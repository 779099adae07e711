import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from "@aws-lambda-powertools/batch";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { ComeAgain } from "./come-again";

/** How a batch is worked on. */
export interface BatchOptions {
  readonly fifo: boolean;
  /** One after the other; a FIFO batch always is. */
  readonly sequential: boolean;
  readonly processRecord: (record: SQSRecord) => Promise<void>;
  /** Makes the rest of a stopped group come again with its first record, when that one said when it comes. */
  readonly comeAgain?: (record: SQSRecord, seconds: number) => Promise<void>;
  /** Whether a FIFO record that failed was tried for the last time. Its group then goes on: SQS moves the record away. Default: never. */
  readonly wasLastTry?: (record: SQSRecord) => boolean;
}

/** Does a batch; answers with the records that must come again. On a FIFO queue a group stops at its first such record. */
export async function processBatch(event: SQSEvent, options: BatchOptions): Promise<SQSBatchResponse> {
  const { fifo, sequential, processRecord, comeAgain, wasLastTry = () => false } = options;
  if (!fifo) {
    const processor = new BatchProcessor(EventType.SQS);
    const how = { processInParallel: !sequential, throwOnFullBatchFailure: false };
    return processPartialResponse(event, processRecord, processor, how);
  }
  const seen = new Set<string>();
  const givenUp: SQSBatchItemFailure[] = [];
  const groupDelays = new Map<string | undefined, number>();
  const processor = new SqsFifoPartialProcessorAsync();
  const watched = async (record: SQSRecord) => {
    seen.add(record.messageId);
    try {
      await processRecord(record);
    } catch (error) {
      if (error instanceof ComeAgain) groupDelays.set(record.attributes.MessageGroupId, error.afterSeconds);
      if (!wasLastTry(record)) throw error;
      givenUp.push({ itemIdentifier: record.messageId });
    }
  };
  const how = { skipGroupOnError: true, throwOnFullBatchFailure: false };
  const response = await processPartialResponse(event, watched, processor, how);
  // The rest of a stopped group comes again with its first record: while SQS hides one of them, the whole group waits.
  for (const record of event.Records.filter(({ messageId }) => !seen.has(messageId))) {
    const seconds = groupDelays.get(record.attributes.MessageGroupId);
    // Refused or not answered, it comes when its visibility time-out is over: no reason to let those come again that were done.
    if (seconds !== undefined) await comeAgain?.(record, seconds).catch(() => undefined);
  }
  return { batchItemFailures: [...givenUp, ...response.batchItemFailures] };
}
