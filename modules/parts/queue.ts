import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueueRedrivePolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-policy";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { awaiting, choose, isSet, json } from "../../lib/logic";
import { type Maybe, when } from "../../lib/resources";
import type { Account } from "./account";
import type { PatternFunction } from "./function";
import { policyJson, type Statement } from "./iam";
import type { Common } from "./inputs";

export interface PatternQueueProps {
  readonly common: Common;
  readonly account: Account;
  /** Name without the `.fifo` that FIFO queues end with. */
  readonly queueName: string;
  readonly fifo: Bool;
  readonly visibilityTimeoutSeconds: number;
  /** Default: as long as dead letters are kept, see {@link DEAD_LETTER_RETENTION_SECONDS}. */
  readonly retentionSeconds?: number;
  /** How long a message that was sent is hidden before its first receive; default not at all. */
  readonly delaySeconds?: number;
  /** Which queues may use this one for their dead letters, see `deadLettersOf`; default none. */
  readonly redriveAllow?: RedriveAllow;
  /** Whom the queue, of that ARN, admits besides those whom IAM policies of the account do; default nobody. */
  readonly admit?: (queueArn: string) => readonly Statement[];
  /** Whether the queue exists; default true. */
  readonly exists?: Bool;
}

/** AWS's advice for queues that feed functions, which leaves room for throttled invocations: docs of SQS as an event source. */
export const VISIBILITY_TIMEOUTS = 6;

/** Long enough to look at a dead letter and short enough to find it again: a minute. */
export const DEAD_LETTER_VISIBILITY_SECONDS = 60;

/** The document of a queue's redrive-allow policy. */
export interface RedriveAllow {
  readonly redrivePermission: "denyAll" | "byQueue";
  readonly sourceQueueArns?: readonly string[];
}

const NO_QUEUE: RedriveAllow = { redrivePermission: "denyAll" };

/** Lets a queue, and no other, use another one for its dead letters. */
export function deadLettersOf(queue: PatternQueue): RedriveAllow {
  return { redrivePermission: "byQueue", sourceQueueArns: [queue.arn] };
}

/**
 * 14 days, the longest that SQS knows; a dead letter should outlive a holiday. On a standard queue they count from the first send, whatever
 * the queues on the way: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
 */
export const DEAD_LETTER_RETENTION_SECONDS = 1_209_600;

/**
 * The arguments of a FIFO queue. High throughput: without it a queue takes 300 sends a second in all, with it each message group does. Both settings
 * are needed: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/enable-high-throughput-fifo.html
 */
const fifoArguments = (fifo: Bool) => ({
  fifoQueue: choose<Bool | undefined>(fifo, true, undefined),
  deduplicationScope: choose<string | undefined>(fifo, "messageGroup", undefined),
  fifoThroughputLimit: choose<string | undefined>(fifo, "perMessageGroupId", undefined),
});

/**
 * A queue that is encrypted, answers TLS only, and takes dead letters only from the queues named. Its policies stand inline, with
 * ARNs composed from names: as resources of their own each would cost another 25 s of the provider's waiting.
 */
export class PatternQueue extends Construct {
  public readonly queue: Maybe<SqsQueue>;
  public readonly name: string;
  /** Composed from the name, for policies that need not wait for the queue; usable whether or not it exists. */
  public readonly arn: string;
  /** Composed from the name, for functions that need not wait for the queue either. */
  public readonly url: string;
  private readonly exists: Bool;

  constructor(scope: Construct, id: string, props: PatternQueueProps) {
    super(scope, id);
    const { common, account, fifo, retentionSeconds = DEAD_LETTER_RETENTION_SECONDS } = props;
    const { redriveAllow = NO_QUEUE, admit = () => [], exists = true } = props;
    this.exists = exists;
    this.name = choose(fifo, `${props.queueName}.fifo`, props.queueName);
    this.arn = account.arn("sqs", this.name);
    this.url = `https://sqs.${account.region}.${account.dnsSuffix}/${account.accountId}/${this.name}`;
    this.queue = when(
      exists,
      (meta) =>
        new SqsQueue(this, "@queue", {
          ...meta,
          name: this.name,
          ...fifoArguments(fifo),
          delaySeconds: props.delaySeconds,
          visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
          messageRetentionSeconds: retentionSeconds,
          // Long polling, at its longest: fewer empty receives.
          receiveWaitTimeSeconds: 20,
          kmsMasterKeyId: common.kmsKeyArn,
          sqsManagedSseEnabled: choose<Bool | undefined>(isSet(common.kmsKeyArn), undefined, true),
          policy: policyJson([
            {
              sid: "DenyInsecureTransport",
              effect: "Deny",
              principal: "*",
              actions: ["sqs:*"],
              resources: [this.arn],
              condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            ...admit(this.arn),
          ]),
          redriveAllowPolicy: json(redriveAllow),
          tags: common.tags,
        }),
    );
  }

  /** ARN of the queue that was made; what uses it waits for it. */
  public get deployedArn(): string {
    return this.queue.its((queue) => queue.arn);
  }

  /** The ARN for policies of others: known at plan, and what uses it waits for the queue. */
  public get awaitedArn(): string {
    return awaiting(this.arn, this.deployedArn);
  }

  /** Name of the queue that was made; what uses it waits for it. */
  public get deployedName(): string {
    return this.queue.its((queue) => queue.name);
  }

  /** How others find the queue that was made. */
  public get deployedNames() {
    return { name: this.deployedName, arn: this.deployedArn, url: this.deployedUrl };
  }

  /** URL of the queue that was made; what uses it waits for it. */
  public get deployedUrl(): string {
    return this.queue.its((queue) => queue.url);
  }

  /**
   * Sends what was received `maxReceiveCount` times to another queue. A resource of its own: SQS takes only an existing queue, and so
   * all queues are made at once, then all of these, whatever the length of the chain.
   */
  public deadLettersTo(queue: PatternQueue, maxReceiveCount: number): Maybe<SqsQueueRedrivePolicy> {
    return when(
      this.exists,
      (meta) =>
        new SqsQueueRedrivePolicy(this, "@redrive", {
          ...meta,
          queueUrl: this.deployedUrl,
          redrivePolicy: json({ deadLetterTargetArn: queue.deployedArn, maxReceiveCount }),
        }),
    );
  }
}

/** The arguments of a mapping from the queue to a function; a failed message comes again alone. */
export function mappingArguments(queue: PatternQueue, consumer: PatternFunction) {
  return {
    eventSourceArn: queue.deployedArn,
    functionName: consumer.deployedArn,
    functionResponseTypes: ["ReportBatchItemFailures"],
  };
}

/** What Lambda needs of its consumer's role to feed it from a queue: docs of SQS as an event source. */
export function consumeStatement(sid: string, queue: PatternQueue): Statement {
  return {
    sid,
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: [queue.arn],
  };
}
