import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { IDEMPOTENCY_TABLE_ACTIONS, type SubscriberEnvironment } from "../../functions/subscriber/contract";
import { asText, choose, merge, multiply } from "../../lib/logic";
import { blockWhen, type Maybe, when } from "../../lib/resources";
import { userFunction } from "../parts/code";
import { concurrencyBound, isConcurrencyBounded } from "../parts/concurrency-inputs";
import { PatternFunction } from "../parts/function";
import { consumerArn } from "../parts/live-alias";
import { consumeStatement, mappingArguments } from "../parts/queue";
import { hasFunction, isBuffered, isDirect } from "./member-checks";
import type { SubscriberPattern } from "./pattern";
import { remembers } from "./table";

const SECONDS_A_DAY = 86_400;

/** Lambda's longest for asynchronous invocations, and its defaults: docs of PutFunctionEventInvokeConfig. */
const MAX_RETRIES = 2;
const MAX_EVENT_AGE_SECONDS = 21_600;

/** The consumer's function, fed from the queue, or by the topic itself. */
export class SubscriberFunction extends Construct {
  public readonly function: PatternFunction;
  public readonly mapping: Maybe<LambdaEventSourceMapping>;
  /** What lets the topic call the function, in mode direct. */
  public readonly permission: Maybe<LambdaPermission>;

  constructor(scope: Construct, id: string, pattern: SubscriberPattern) {
    super(scope, id);
    const { input, account, queues, table } = pattern;
    const { subscriber } = input;
    const retentionSeconds = multiply(input.idempotency.retentionDays, SECONDS_A_DAY);
    const environment: SubscriberEnvironment = {
      EVENTS_IDEMPOTENCY_TABLE_NAME: choose(remembers(input), table.tableName, ""),
      EVENTS_IDEMPOTENCY_SECONDS: choose(remembers(input), asText(retentionSeconds), ""),
      EVENTS_MAX_RECEIVE_COUNT: choose(isBuffered(input), asText(input.queue.maxReceiveCount), ""),
      EVENTS_QUEUE_URL: choose(isBuffered(input), queues.queue.url, ""),
      EVENTS_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
      EVENTS_RETRY_BASE_SECONDS: choose(isBuffered(input), asText(input.queue.retryDelaySeconds), ""),
    };
    this.function = new PatternFunction(this, "@function", {
      common: input,
      account,
      role: "subscriber",
      description: `Handles the events of ${input.name}.`,
      ...userFunction(this, input, subscriber),
      environment: merge(subscriber.environment, { ...environment }),
      published: subscriber.snapStart,
      exists: hasFunction(input),
      statements: [
        { ...consumeStatement("TakeEvents", queues.queue), when: isBuffered(input) },
        {
          sid: "DelayRetries",
          actions: ["sqs:ChangeMessageVisibility"],
          resources: [queues.queue.arn],
          when: isBuffered(input),
        },
        // What no further try can help; in mode direct also all that failed, which Lambda sends in the function's name.
        { sid: "GiveUpEvents", actions: ["sqs:SendMessage"], resources: [queues.deadLetter.arn] },
        {
          sid: "RememberEvents",
          actions: IDEMPOTENCY_TABLE_ACTIONS,
          resources: [table.arn],
          when: remembers(input),
        },
      ],
    });
    this.mapping = this.fromQueue(pattern);
    this.permission = this.fromTopic(pattern);
  }

  private fromQueue({ input, queues }: SubscriberPattern): Maybe<LambdaEventSourceMapping> {
    const { subscriber } = input;
    return when(isBuffered(input), (meta) => {
      const mapping = new LambdaEventSourceMapping(this, "@mapping", {
        ...meta,
        ...mappingArguments(queues.queue, this.function),
        functionName: consumerArn(this, this.function, isBuffered(input), subscriber.snapStart),
        batchSize: subscriber.batchSize,
        maximumBatchingWindowInSeconds: subscriber.batchingWindowSeconds,
        tags: input.tags,
        // Operators pause the subscriber; an apply must not wake it.
        lifecycle: { ignoreChanges: ["enabled"] },
        dependsOn: queues.redrivePolicies,
      });
      blockWhen(mapping, "scaling_config", isConcurrencyBounded(subscriber), () => ({
        maximum_concurrency: concurrencyBound(subscriber),
      }));
      return mapping;
    });
  }

  private fromTopic({ input, queues }: SubscriberPattern): Maybe<LambdaPermission> {
    const functionName = this.function.lambda.its((lambda) => lambda.functionName);
    when(
      isDirect(input),
      (meta) =>
        new LambdaFunctionEventInvokeConfig(this, "@failure", {
          ...meta,
          functionName,
          maximumRetryAttempts: MAX_RETRIES,
          maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS,
          destinationConfig: { onFailure: { destination: queues.deadLetter.deployedArn } },
        }),
    );
    return when(
      isDirect(input),
      (meta) =>
        new LambdaPermission(this, "@permission", {
          ...meta,
          statementId: "AllowTopic",
          action: "lambda:InvokeFunction",
          functionName,
          principal: "sns.amazonaws.com",
          sourceArn: input.topicArn,
        }),
    );
  }
}
