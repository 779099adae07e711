import { forEachAtATime } from "../at-a-time";
import type { Demo, PreparedDemo, Stage } from "../demo";
import { SignedApi } from "../signed-api";
import { until } from "../until";
import { orderRequest, type PlannedOrder, plannedOrders } from "./orders";
import { expectedOf, type PlacedOrder, problemsOf, reportOf, requestProblems, type SubscriberResult } from "./report";
import { DeployedSubscriber } from "./subscribers";

/** Clients at the same time. */
const CLIENTS = 6;
const ORDERS = 60;
/** Orders while recommendations are broken. */
const EARLY_ORDERS = 40;
/** Orders that are sent again under their keys, as by clients that got no answer. */
const SENT_AGAIN = 6;
/** Batches that the leaderboard is given a second time, when the first is over. */
const TWICE = { batches: 10, afterMs: 2_000 };

/** A shop publishes its orders; three subscribers listen, one of them to members' orders only. */
export const coffeeShop: Demo = {
  title: "A coffee shop tells what was ordered, and three subscribers listen: it knows none of them.",
  async prepare(): Promise<PreparedDemo> {
    return { variables: {}, end: async () => undefined, play };
  },
};

async function play(stage: Stage): Promise<string[]> {
  const wall = new DeployedSubscriber("video-wall", stage);
  const leaderboard = new DeployedSubscriber("leaderboard", stage);
  const recommendations = new DeployedSubscriber("recommendations", stage);
  const subscribers = [wall, leaderboard, recommendations];
  const planned = plannedOrders(ORDERS);
  const { progress } = stage;

  for (const subscriber of subscribers) await subscriber.hasten();
  await leaderboard.deliverTwice(TWICE.batches, TWICE.afterMs);
  const mend = await recommendations.breakDown();
  const early = await place(stage, "Ordering, while recommendations are broken", planned.slice(0, EARLY_ORDERS));
  progress.begin("The others go on; recommendations fail, three times each");
  await handle(stage, [wall, leaderboard], early);
  const dead = await until(
    () => recommendations.deadLetters(),
    (count) => count === expectedOf("recommendations", early).length,
    { signal: stage.signal },
  );
  progress.end(`${dead} dead letters`);

  await mend();
  const late = await place(stage, "Recommendations are mended: ordering on", planned.slice(EARLY_ORDERS));
  const orders = [...early, ...late];
  progress.begin("Handling the orders");
  await handle(stage, [wall, leaderboard], orders);
  await handle(stage, [recommendations], late);
  progress.end();
  const again = await place(stage, "Sending some orders again, under their keys", planned.slice(-SENT_AGAIN));

  progress.begin("Moving the dead letters back to work");
  const results = await forEachAtATime(subscribers, subscribers.length, (one) => bringHome(stage, one, orders));
  progress.end(`${results.reduce((sum, { redriven }) => sum + redriven, 0)} moved`);
  console.log(`\n${reportOf(orders, results)}\n`);
  return [...requestProblems(planned, orders, again), ...problemsOf(orders, results)];
}

/** Sends orders; those that were accepted come back with their ids. */
async function place(stage: Stage, title: string, planned: readonly PlannedOrder[]): Promise<PlacedOrder[]> {
  const { aws, outputs, progress, signal } = stage;
  const api = new SignedApi(outputs["api_endpoint"]!, aws.fetchApi, aws.region, aws.credentials);
  progress.begin(title);
  const placed = await forEachAtATime(planned, CLIENTS, async (order) => {
    const { status, body } = await api.ask<{ orderId: string }>("/orders", { ...orderRequest(order), signal });
    return status === 202 && body !== undefined ? [{ ...order, orderId: body.orderId }] : [];
  });
  progress.end(`${placed.flat().length} of ${planned.length} accepted`);
  return placed.flat();
}

/** Waits until each subscriber has handled those of the orders that it is to get. */
async function handle(stage: Stage, subscribers: readonly DeployedSubscriber[], orders: readonly PlacedOrder[]) {
  await forEachAtATime(subscribers, subscribers.length, (subscriber) => {
    const expected = expectedOf(subscriber.name, orders);
    return until(
      () => subscriber.kept(),
      ({ orderIds }) => expected.every(({ orderId }) => orderIds.includes(orderId)),
      { signal: stage.signal },
    );
  });
}

/** Redrives a subscriber's dead letters and waits until nothing is left to do. */
async function bringHome(
  stage: Stage,
  subscriber: DeployedSubscriber,
  orders: readonly PlacedOrder[],
): Promise<SubscriberResult> {
  const { orderIds: before } = await subscriber.kept();
  const deadLettered = await subscriber.deadLetters();
  const redriven = deadLettered === 0 ? 0 : (await subscriber.redrive("Recommendations were mended.")).moved;
  await handle(stage, [subscriber], orders);
  const left = await until(
    async () => (await subscriber.waiting()) + (await subscriber.deadLetters()),
    (count) => count === 0,
    { signal: stage.signal },
  );
  const kept = await subscriber.kept();
  const { name } = subscriber;
  return { name, before, deliveries: subscriber.deliveries(), deadLettered, redriven, kept, left };
}
