import { GetEventSourceMappingCommand, InvokeCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetSubscriptionAttributesCommand, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { type Call, callerTests } from "../callers";
import { invoke } from "../invoke";
import { countMessages } from "../queues";
import type { Clients } from "../suite";
import { mixedEvents } from "./events";
import { CALLERS, type Caller } from "./root";
import type { Suite } from "./suite";

const CALLER_NAMES = Object.keys(CALLERS) as Caller[];

const WHO = { reason: "May I?", requestedBy: "e2e" };

/** It moves nothing: there is no such message. */
const NOTHING = { messageIds: ["none"], maxMessages: 1 };

const subscribe = async (topicArn: string, { sns }: Clients, suite: Suite) => {
  const subscription = {
    TopicArn: topicArn,
    Protocol: "sqs",
    Endpoint: suite.of.each.blue.subscribers.inbox.queue_arn!,
    ReturnSubscriptionArn: true,
  };
  const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscription));
  await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
};

const CALLS: readonly Call<Suite, Caller>[] = [
  {
    what: "publish to the topic",
    allowed: ["publisher"],
    make: (suite, clients) => suite.publishOrders(mixedEvents("caller", 1), clients),
  },
  {
    what: "publish to the topic whose policy names the operator",
    allowed: ["operator"],
    make: (suite, clients) => suite.publish(suite.of.full.topic_arn, mixedEvents("named", 1), clients),
  },
  {
    what: "subscribe to the topic",
    allowed: [],
    make: (suite, clients) => subscribe(suite.of.orders.topic_arn, clients, suite),
  },
  {
    what: "subscribe to the topic that is open for neighbours, and end that",
    allowed: ["neighbour"],
    make: (suite, clients) => subscribe(suite.of.bare.topic_arn, clients, suite),
  },
  {
    what: "receive from a subscriber's queue",
    allowed: ["consumer"],
    make: (suite, { sqs }) =>
      sqs.send(
        new ReceiveMessageCommand({ QueueUrl: suite.of.orders.subscribers.shelf.queue_url!, WaitTimeSeconds: 0 }),
      ),
  },
  {
    what: "receive from another subscriber's queue",
    allowed: [],
    make: (suite, { sqs }) =>
      sqs.send(
        new ReceiveMessageCommand({ QueueUrl: suite.of.orders.subscribers.typed.queue_url!, WaitTimeSeconds: 0 }),
      ),
  },
  {
    what: "send to a subscriber's queue",
    allowed: [],
    make: (suite, { sqs }) =>
      sqs.send(new SendMessageCommand({ QueueUrl: suite.of.orders.subscribers.shelf.queue_url!, MessageBody: "{}" })),
  },
  {
    what: "redrive the dead letters of a hub's subscriber",
    allowed: ["operator"],
    make: (suite, clients) => suite.ledger.redrive(NOTHING, clients),
  },
  {
    what: "redrive the dead letters of one subscriber",
    allowed: ["mender"],
    make: (suite, clients) => suite.subscriber("failing").redrive(NOTHING, clients),
  },
  {
    what: "count the dead letters of one subscriber",
    allowed: ["mender"],
    make: (suite, clients) =>
      countMessages(clients, suite.of.orders.subscribers.failing.dead_letter_queues.processing.url),
  },
  {
    what: "pause and resume one subscriber",
    allowed: ["mender"],
    make: async (suite, clients) => {
      const { mapping_id: UUID, pause_function_name } = suite.of.orders.subscribers.failing;
      const pause = (paused: boolean) => invoke(clients, pause_function_name!, { paused, ...WHO });
      expect(await pause(true)).toEqual({ state: "Disabled", changed: true });
      expect((await clients.lambda.send(new GetEventSourceMappingCommand({ UUID: UUID! }))).State).toBe("Disabled");
      expect(await pause(false)).toEqual({ state: "Enabled", changed: true });
    },
  },
  {
    what: "change its mapping itself, which also filters",
    allowed: [],
    make: (suite, { lambda }) => {
      const UUID = suite.of.orders.subscribers.failing.mapping_id!;
      return lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    },
  },
  {
    what: "resume another subscriber",
    allowed: [],
    make: (suite, clients) =>
      invoke(clients, suite.of.orders.subscribers.all.pause_function_name!, { paused: false, ...WHO }),
  },
  {
    what: "invoke a subscriber's function",
    allowed: [],
    make: (suite, { lambda }) =>
      lambda.send(new InvokeCommand({ FunctionName: suite.of.orders.subscribers.all.function_name! })),
  },
];

export function callers(suite: () => Suite): void {
  callerTests(suite, CALLER_NAMES, CALLS);
}
