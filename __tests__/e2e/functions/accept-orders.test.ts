/**
 * Requests with one Idempotency-Key in every order that a network can make of them: an answer that is lost, a message that is late or never
 * comes, a row that is not taken back, and a worker between all of these.
 */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { acceptJob } from "../../../functions/queue-load-leveling/accept-job";
import { jobQueue, jobStore } from "../../../functions/queue-load-leveling/accept-store";
import { payloadValidator } from "../../../functions/queue-load-leveling/request-schema";
import { answering } from "../../../functions/shared/problem";
import type { LocalAws } from "../../../local/aws";
import { Jobs, startAws } from "./jobs";

jest.setTimeout(300_000);

let aws: LocalAws;
const queues: { standard?: Jobs; fifo?: Jobs } = {};
let log: jest.SpyInstance;
beforeAll(async () => {
  aws = await startAws();
  queues.standard = await Jobs.create();
  queues.fifo = await Jobs.create({ fifo: true });
  log = jest.spyOn(console, "error").mockImplementation(() => undefined);
});
afterAll(async () => {
  log.mockRestore();
  await aws?.stop();
});

/** What the network does with a call: `lost` in both directions looks the same to the caller. */
const FATES = ["arrives", "never arrives", "answer lost", "arrives late"] as const;
type Fate = (typeof FATES)[number];

interface Sendable {
  send(command: object, options?: object): Promise<unknown>;
}

/** A client whose calls have fates, one after the other; then all of them arrive. */
function throughNetwork(client: Sendable, fates: Iterator<Fate>, late: (() => Promise<unknown>)[], s?: fc.Scheduler) {
  const call = async (command: object) => {
    const fate = fates.next().value ?? "arrives";
    if (fate === "arrives") return client.send(command);
    if (fate === "answer lost") await client.send(command);
    if (fate === "arrives late") late.push(() => client.send(command));
    throw new Error(`The call: ${fate}`);
  };
  return { send: s === undefined ? call : s.scheduleFunction(call) };
}

interface Fates {
  readonly sqs: readonly Fate[];
  readonly dynamo: readonly Fate[];
}

/** One run with a key of its own. */
class World {
  /** Bodies that were answered with 202. */
  readonly promised: string[] = [];
  readonly handled: string[] = [];
  readonly statuses: number[] = [];
  readonly #late: (() => Promise<unknown>)[] = [];

  constructor(
    readonly jobs: Jobs,
    readonly key: string,
    readonly s?: fc.Scheduler,
  ) {}

  async post(body: string, fates: Fates): Promise<void> {
    const { environment } = this.jobs;
    const fifo = environment.JOBS_FIFO === "true";
    const over = (client: Sendable, some: readonly Fate[]) =>
      throughNetwork(client, some.values(), this.#late, this.s) as never;
    const parts = {
      store: jobStore(over(this.jobs.dynamo as Sendable, fates.dynamo), environment.JOBS_TABLE_NAME),
      queue: jobQueue(over(this.jobs.sqs as Sendable, fates.sqs), environment.JOBS_QUEUE_URL, fifo),
      validate: payloadValidator(""),
      maxBodyBytes: 1_000,
      retentionSeconds: 60,
      retryAfterSeconds: 1,
      basePath: "",
      groupPointer: "",
    };
    const event = {
      rawPath: "/jobs",
      requestContext: { requestId: `${this.key}-${this.statuses.length}-${Math.random()}` },
      body,
      isBase64Encoded: false,
      headers: { "content-type": "application/json", "idempotency-key": this.key },
    } as unknown as APIGatewayProxyEventV2;
    const { statusCode = 0 } = await answering(event, () => acceptJob(event, parts));
    this.statuses.push(statusCode);
    if (statusCode === 202) this.promised.push(body);
  }

  /** What was late comes now. A conditional write may be refused then. */
  async catchUp(): Promise<void> {
    for (const call of this.#late.splice(0)) await call().catch(() => undefined);
  }

  async work(): Promise<void> {
    await this.jobs.deliverAll(
      this.jobs.worker(async ({ payload }) => void this.handled.push(JSON.stringify(payload))),
    );
  }
}

const STEPS = ["post 1", "post 2", "catch up", "work"] as const;
/** Most calls arrive: a run in which everything fails promises nothing and so proves nothing. */
const fate = (ofTen: number) =>
  fc.oneof(
    { weight: ofTen, arbitrary: fc.constant<Fate>("arrives") },
    { weight: 10 - ofTen, arbitrary: fc.constantFrom(...FATES) },
  );
const fates = fc.record({ sqs: fc.array(fate(3), { maxLength: 2 }), dynamo: fc.array(fate(8), { maxLength: 3 }) });
const steps = fc.array(fc.record({ step: fc.constantFrom(...STEPS), fates }), { minLength: 2, maxLength: 7 });

let runs = 0;
const nextKey = () => `key-${++runs}`;

async function take(world: World, { step, fates }: { step: (typeof STEPS)[number]; fates: Fates }): Promise<void> {
  if (step === "catch up") return world.catchUp();
  if (step === "work") return world.work();
  return world.post(step.slice(-1), fates);
}

async function end(world: World): Promise<void> {
  await world.catchUp();
  await world.work();
  const promised = [...new Set(world.promised)];
  expect(promised.length).toBeLessThanOrEqual(1);
  // Whatever was promised was done, and nothing was done twice.
  for (const body of promised) expect(world.handled).toContain(body);
  expect(new Set(world.handled).size).toBe(world.handled.length);
  if (promised.length === 1) expect(world.handled).toEqual(promised);
}

describe.each(["standard", "fifo"] as const)("on a %s queue", (kind) => {
  test("a send that arrives after the client's 503 does not run in the place of the body that was accepted", async () => {
    const world = new World(queues[kind]!, nextKey());
    await world.post("1", { sqs: ["arrives late"], dynamo: [] });
    await world.post("2", { sqs: [], dynamo: [] });
    expect(world.statuses).toEqual([503, 202]);
    await world.catchUp();
    await end(world);
    expect(world.handled).toEqual(["2"]);
  });

  test("a message that came before its client's 503, and the key again with another body: the body that was accepted is done", async () => {
    const world = new World(queues[kind]!, nextKey());
    await world.post("1", { sqs: ["answer lost"], dynamo: [] });
    await world.post("2", { sqs: [], dynamo: [] });
    expect(world.statuses).toEqual([503, 202]);
    await end(world);
    expect(world.handled).toEqual(["2"]);
    expect(await world.jobs.count("deadLetter")).toBeGreaterThan(0);
    const [letter] = await world.jobs.receive("deadLetter");
    expect(letter?.messageAttributes["error_type"]?.stringValue).toBe("urn:problem-type:job-other-payload");
  });

  test("the other body is refused when the first one was taken to work meanwhile", async () => {
    const world = new World(queues[kind]!, nextKey());
    await world.post("1", { sqs: ["answer lost"], dynamo: [] });
    await world.work();
    await world.post("2", { sqs: [], dynamo: [] });
    await world.post("1", { sqs: [], dynamo: [] });
    expect(world.statuses).toEqual([503, 422, 202]);
    await end(world);
  });

  test("whatever was answered with 202 is done, and nothing in its place, in any order of requests, faults and work", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const world = new World(queues[kind]!, nextKey());
        for (const one of taken) await take(world, one);
        await end(world);
      }),
      { numRuns: 40 },
    );
  });

  test("the same when requests run side by side, call by call", async () => {
    const posts = fc.array(fc.record({ body: fc.constantFrom("1", "2"), fates }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(posts, fc.scheduler(), async (some, s) => {
        const world = new World(queues[kind]!, nextKey(), s);
        const work = s.scheduleFunction(() => world.work());
        const all = [...some.map(({ body, fates }) => world.post(body, fates)), work()];
        await s.waitFor(Promise.all(all));
        await end(world);
      }),
      { numRuns: 30 },
    );
  });
});
