import { Construct } from "constructs";
import { not } from "../../lib/logic";
import type { Account } from "../parts/account";
import { DEAD_LETTER_VISIBILITY_SECONDS, deadLettersOf, PatternQueue, type PatternQueueProps } from "../parts/queue";
import type { SubscriberInput } from "./inputs";
import { isDirect, queueVisibility } from "./member-checks";

/**
 * The queue between topic and consumer, and two dead-letter queues: one for what SNS could not deliver, one for what was delivered and
 * failed. In mode direct there is no queue, and Lambda sends what failed to the second one.
 */
export class SubscriberQueues extends Construct {
  public readonly queue: PatternQueue;
  public readonly deadLetter: PatternQueue;
  public readonly deliveryDeadLetter: PatternQueue;
  /** What waits for it tries no event before its way out is there. */
  public readonly redrivePolicies;

  constructor(scope: Construct, id: string, input: SubscriberInput, account: Account) {
    super(scope, id);
    const { name } = input;
    const make = (id: string, props: Omit<PatternQueueProps, "common" | "account" | "fifo">) =>
      new PatternQueue(this, id, { common: input, account, fifo: input.fifo, ...props });
    const admit = (queueArn: string) => [
      {
        sid: "AdmitTopic",
        principal: { Service: "sns.amazonaws.com" },
        actions: ["sqs:SendMessage"],
        resources: [queueArn],
        condition: { ArnEquals: { "aws:SourceArn": input.topicArn } },
      },
    ];

    this.queue = make("queue", {
      queueName: name,
      visibilityTimeoutSeconds: queueVisibility(input),
      retentionSeconds: input.queue.retentionSeconds,
      delaySeconds: input.queue.delaySeconds,
      admit,
      exists: not(isDirect(input)),
    });
    this.deadLetter = make("dead_letter", {
      queueName: `${name}-dead-letter`,
      visibilityTimeoutSeconds: DEAD_LETTER_VISIBILITY_SECONDS,
      redriveAllow: deadLettersOf(this.queue),
    });
    this.deliveryDeadLetter = make("delivery_dead_letter", {
      queueName: `${name}-delivery-dead-letter`,
      visibilityTimeoutSeconds: DEAD_LETTER_VISIBILITY_SECONDS,
      admit,
    });
    this.redrivePolicies = this.queue.deadLettersTo(this.deadLetter, input.queue.maxReceiveCount).dependency;
  }
}
