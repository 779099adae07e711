import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_OPTIONS } from "../shared/aws";
import { withoutReason } from "../shared/dead-letter-reason";
import { sendAgain } from "../shared/redrive-queues";
import type { RedriveEnvironment } from "./redrive-contract";
import { eventOfDeadLetter } from "./redrive-event";

/** Gives a dead letter to the subscriber. When it returns, SQS or Lambda has it. */
export type GiveBack = (message: Message) => Promise<void>;

/**
 * The way back that the subscriber's mode asks for: into its queue or, in direct mode, to its function as SNS would have invoked it.
 *
 * @throws when the environment names both or neither.
 */
export function redriveTarget(sqs: SQSClient, environment: RedriveEnvironment): GiveBack {
  const { REDRIVE_QUEUE_URL: queueUrl, REDRIVE_FUNCTION_NAME: functionName } = environment;
  if ((queueUrl === "") === (functionName === "")) {
    throw new Error("One of REDRIVE_QUEUE_URL and REDRIVE_FUNCTION_NAME must be set, the other empty.");
  }
  if (queueUrl === "") return invoking(functionName);
  return (message) => sendAgain(sqs, queueUrl, message, withoutReason(message.MessageAttributes ?? {}));
}

function invoking(functionName: string): GiveBack {
  const client = new LambdaClient(CLIENT_OPTIONS);
  return async (message) => {
    const Payload = JSON.stringify(eventOfDeadLetter(message));
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: "Event", Payload }));
  };
}

/**
 * The dead-letter queues that a request is about.
 *
 * @throws when there is none.
 */
export function deadLetterQueueUrls(
  environment: RedriveEnvironment,
  from: "delivery" | "processing" | "both",
): readonly string[] {
  const queues = [
    { name: "delivery", url: environment.REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL },
    { name: "processing", url: environment.REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL },
  ];
  const chosen = queues.filter(({ name, url }) => url !== "" && (from === "both" || from === name));
  if (chosen.length === 0) {
    throw new Error(
      `Invalid redrive request: from: this subscriber has no ${from} dead-letter queue. Nothing was moved.`,
    );
  }
  return chosen.map(({ url }) => url);
}
