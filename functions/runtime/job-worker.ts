import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { WORKER_ENVIRONMENT } from "../queue-load-leveling/contract";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { prepared } from "../shared/prepared";
import { intervalMs, takeSlot } from "../shared/rate-limit";
import { describeThrown } from "../shared/thrown";
import { ComeAgain } from "./come-again";
import { deliveries } from "./deliveries";
import type { JobHandler, JobWorkerOptions } from "./job";
import { jobRows } from "./job-rows";
import { processBatch } from "./process-batch";
import { processJob } from "./process-job";
import { rateRow } from "./rate-row";
import { slotsInOrder } from "./slots";
import { takeTurn } from "./turn";
import { turnRow } from "./turn-row";

/** A handler for the SQS event source mapping of queue-load-leveling. */
export type JobWorker = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * Makes the Lambda handler of a worker from a function that does one job:
 *
 *     export const handler = jobWorker(async (job: Job<Customer>) => legacy.create(job.payload), { schema: customer });
 *
 * It claims each job so that a second delivery does nothing, keeps its state, result and error in the job table, keeps the rate and that one
 * is done at a time, retries with growing waits and sends what cannot succeed to the dead-letter queue.
 *
 * The handler throws when a variable of the pattern is not set; the module sets them all.
 */
export function jobWorker<Payload = unknown, Result = unknown>(
  handle: JobHandler<Payload, Result>,
  options: JobWorkerOptions<Payload> = {},
): JobWorker {
  const worker = prepared(() => workerOf(handle, options));
  return async (event, context) => worker()(event, context);
}

function workerOf<Payload, Result>(handle: JobHandler<Payload, Result>, options: JobWorkerOptions<Payload>): JobWorker {
  const environment = readEnvironment(WORKER_ENVIRONMENT);
  const dynamo = new DynamoDBClient(CLIENT_OPTIONS);
  const queues = deliveries(
    new SQSClient(SQS_CLIENT_OPTIONS),
    environment.JOBS_QUEUE_URL,
    environment.JOBS_DEAD_LETTER_QUEUE_URL,
  );
  const maxPerSecond = environment.JOBS_MAX_PER_SECOND;
  const rate = maxPerSecond === "" ? undefined : intervalMs(Number(maxPerSecond));
  const cell = rateRow(dynamo, environment.JOBS_TABLE_NAME);
  const slots = rate === undefined ? undefined : slotsInOrder((latest) => takeSlot(cell, rate, latest), rate);
  // How long a job may take, where one is done at a time.
  const jobMs = Number(environment.JOBS_ONE_AT_A_TIME_SECONDS) * 1000;
  const oneAtATime = jobMs > 0;
  const turns = turnRow(dynamo, environment.JOBS_TABLE_NAME);
  const parts = {
    handle,
    schema: options.schema,
    rows: jobRows(dynamo, environment.JOBS_TABLE_NAME, Number(environment.JOBS_RETENTION_SECONDS)),
    deliveries: queues,
    fifo: environment.JOBS_FIFO === "true",
    maxReceiveCount: Number(environment.JOBS_MAX_RECEIVE_COUNT),
    retryBaseSeconds: Number(environment.JOBS_RETRY_BASE_SECONDS),
    log: new Logger(),
  };

  return (event, context) => {
    const remaining = context.getRemainingTimeInMillis();
    const end = Date.now() + remaining;
    // A job may wait for its slot for half of its time; the other half is for the work.
    const latest = end - (oneAtATime ? jobMs : remaining) / 2;
    const slot = slots && (() => slots(latest));
    const turn = ({ messageId }: SQSRecord) =>
      takeTurn(turns, { who: `${context.awsRequestId} ${messageId}`, end, latest: end - jobMs });
    const inHand = new Map<string, Promise<void>>();
    return processBatch(event, {
      fifo: parts.fifo,
      sequential: oneAtATime,
      processRecord: (record) =>
        processJob(record, context, {
          ...parts,
          inHand,
          takeTurn: oneAtATime ? turn : undefined,
          takeSlot: slot,
        }).catch((error) => {
          if (!(error instanceof ComeAgain))
            parts.log.error("Message left to come again", {
              messageId: record.messageId,
              error: describeThrown(error),
            });
          throw error;
        }),
      comeAgain: queues.comeAgain,
    });
  };
}
