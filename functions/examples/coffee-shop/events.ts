/** The shapes of the shop's events: what the publisher promises and the subscribers rely on. */
import * as z from "zod/mini";

const name = z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N} '-]{0,59}$/u));
const drink = z.string().check(z.regex(/^[a-z][a-z -]{0,39}$/));

const orderMembers = {
  customer: name,
  barista: name,
  loyalty: z.enum(["guest", "member"]),
  drinks: z
    .array(z.strictObject({ drink, quantity: z.int().check(z.minimum(1), z.maximum(20)) }))
    .check(z.minLength(1), z.maxLength(10)),
};

/** Body of `POST /orders`. */
export const newOrder = z.strictObject(orderMembers);

/** Data of com.example.order.placed.v1. What else it may have one day is no concern of today's subscribers. */
export const order = z.object({ orderId: z.uuid(), ...orderMembers });

export type NewOrder = z.infer<typeof newOrder>;
export type Order = z.infer<typeof order>;
