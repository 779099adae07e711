/** `POST /orders`: takes an order and tells the world. Who listens is not its concern. */
import { randomUUID } from "node:crypto";
import {
  type HttpAnswer,
  HttpProblem,
  type HttpRequest,
  httpHandler,
  idempotentUuid,
  PROBLEMS,
  publish,
} from "../../runtime";
import { ORDER_PLACED, SHOP } from "./contract";
import { type NewOrder, newOrder, type Order } from "./events";

/**
 * With an Idempotency-Key the order's id is computed from the caller, the key and the order, so that a repeated request is the same event,
 * which subscribers handle once, and another customer's order with the same key is another order.
 */
const orderIdOf = (event: HttpRequest["event"], body: NewOrder) => idempotentUuid(event, body) ?? randomUUID();

async function placeOrder({ body, event }: HttpRequest<NewOrder>): Promise<HttpAnswer> {
  const orderId = orderIdOf(event, body);
  const data: Order = { orderId, ...body };
  const attributes = { loyalty: body.loyalty };
  const placed = { id: orderId, type: ORDER_PLACED, subject: orderId, data, attributes };
  const { failed } = await publish([placed], { source: SHOP });
  if (failed.length > 0) {
    const cause = failed.map(({ code, message }) => `${code}: ${message}`).join("; ");
    throw new HttpProblem(PROBLEMS.unavailable, "The order could not be placed. Send the request again later.", {
      retryAfterSeconds: 1,
      cause,
    });
  }
  return { status: 202, body: { orderId } };
}

export const handler = httpHandler({ body: newOrder }, placeOrder);
