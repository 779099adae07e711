import { type CoffeeShopEnvironment, ORDER_PLACED, SHOP } from "../../../functions/examples/coffee-shop/contract";
import type { FulfilmentEnvironment } from "../../../functions/examples/fulfilment/contract";
import type { PublisherEnvironment } from "../../../functions/pub-sub/contract";
import type { SubscriberEnvironment } from "../../../functions/subscriber/contract";
import type { RedriveEnvironment } from "../../../functions/subscriber/redrive-contract";
import { emptyRedrive, hasFailures, hasStatus, httpEvent, type Suite, sqsEvent } from "./invocation";

type Variables = PublisherEnvironment &
  SubscriberEnvironment &
  RedriveEnvironment &
  CoffeeShopEnvironment &
  FulfilmentEnvironment;

const environment: Record<keyof Variables, string> = {
  TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:orders",
  EVENTS_IDEMPOTENCY_TABLE_NAME: "orders-leaderboard-idempotency",
  EVENTS_IDEMPOTENCY_SECONDS: "3600",
  EVENTS_MAX_RECEIVE_COUNT: "3",
  EVENTS_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-leaderboard",
  EVENTS_DEAD_LETTER_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-leaderboard-dead-letter",
  EVENTS_RETRY_BASE_SECONDS: "5",
  REDRIVE_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-leaderboard",
  REDRIVE_FUNCTION_NAME: "",
  REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL:
    "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-leaderboard-delivery-dead-letter",
  REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL:
    "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-leaderboard-dead-letter",
  REDRIVE_TABLE_NAME: "orders-leaderboard-redrives",
  REDRIVE_MAX_PER_SECOND: "10",
  VIDEO_WALL_TABLE_NAME: "video-wall",
  LEADERBOARD_TABLE_NAME: "leaderboard",
  RECOMMENDATIONS_TABLE_NAME: "recommendations",
  PARCELS_TABLE_NAME: "parcels",
};

const ORDER_ID = "5f0c8c1e-3b1f-4d6a-9c55-0c1a2b3c4d5e";
const ORDER = {
  customer: "Ada",
  barista: "Grace",
  loyalty: "member",
  drinks: [
    { drink: "flat white", quantity: 2 },
    { drink: "espresso", quantity: 1 },
  ],
};
const EVENT = {
  specversion: "1.0",
  id: ORDER_ID,
  source: SHOP,
  type: ORDER_PLACED,
  subject: ORDER_ID,
  time: "2026-01-01T00:00:00.000Z",
  datacontenttype: "application/json",
};

/** A subscriber that handles the event of an order. */
const handling = (order: object) => ({
  event: sqsEvent("orders-leaderboard", JSON.stringify({ ...EVENT, data: { orderId: ORDER_ID, ...order } })),
  isGood: hasFailures(0),
});

/** The coffee shop and the fulfilment team, the examples of pub-sub, and the subscribers' way back. */
export const pubSub: Suite = {
  environment,
  items: {},
  invocations: {
    "functions/examples/coffee-shop/place-order.ts": {
      event: httpEvent("POST", "/orders", { body: JSON.stringify(ORDER) }),
      isGood: hasStatus(202),
    },
    "functions/examples/coffee-shop/leaderboard.ts": handling(ORDER),
    "functions/examples/coffee-shop/recommendations.ts": handling(ORDER),
    "functions/examples/coffee-shop/video-wall.ts": handling(ORDER),
    "functions/examples/fulfilment/pack.ts": handling({ address: "1 Main Street" }),
    "functions/subscriber/redrive.ts": emptyRedrive,
  },
};
