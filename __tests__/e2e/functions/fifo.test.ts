import type { LocalAws } from "../../../local/aws";
import { Jobs, startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

interface Step {
  readonly group: string;
  readonly n: number;
}

test("jobs of a group run in order; a failing one holds up its own group and no other, and is given up in the end", async () => {
  const jobs = await Jobs.create({ fifo: true, maxReceiveCount: 3 });
  for (const n of [1, 2, 3]) {
    for (const group of ["a", "b"]) expect((await jobs.post({ group, n })).status).toBe(202);
  }
  const done: string[] = [];
  const tried: string[] = [];
  const worker = jobs.worker(async ({ payload, group }) => {
    const { n } = payload as Step;
    tried.push(`${group}${n}`);
    if (group === "a" && n === 1) throw new Error("flaky");
    done.push(`${group}${n}`);
  });
  await jobs.deliverAll(worker);
  expect(done.filter((step) => step.startsWith("a"))).toEqual(["a2", "a3"]);
  expect(done.filter((step) => step.startsWith("b"))).toEqual(["b1", "b2", "b3"]);
  expect(tried.filter((step) => step === "a1")).toHaveLength(3);
  expect([await jobs.count("main"), await jobs.count("undeliverable"), await jobs.count("deadLetter")]).toEqual([
    0, 0, 1,
  ]);
});

test("a flaky job of a group succeeds later, before those behind it", async () => {
  const jobs = await Jobs.create({ fifo: true, maxReceiveCount: 3 });
  for (const n of [1, 2, 3, 4]) await jobs.post({ group: "a", n });
  const done: number[] = [];
  const worker = jobs.worker(async ({ payload, attempt }) => {
    const { n } = payload as Step;
    if (n % 2 === 0 && attempt === 1) throw new Error("flaky");
    done.push(n);
  });
  await jobs.deliverAll(worker);
  expect(done).toEqual([1, 2, 3, 4]);
});

test("a job without its turn in time stays at its place, and so does its group", async () => {
  const jobs = await Jobs.create({ fifo: true, environment: { JOBS_MAX_PER_SECOND: "1" } });
  for (const n of [1, 2]) await jobs.post({ group: "a", n });
  await jobs.putRow({ id: "rate#worker", next_at: Date.now() + 1_500 });
  const done: number[] = [];
  const worker = jobs.worker(async ({ payload }) => done.push((payload as Step).n));
  expect(await jobs.deliver(worker, "main", 1_000)).toEqual({ came: 2, stay: 2 });
  expect(await jobs.count("main")).toBe(2);
  for (let turn = 0; turn < 40 && done.length < 2; turn++) {
    await jobs.deliver(worker);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(done).toEqual([1, 2]);
});

test("one at a time holds over groups, in the order of each, and waiting uses up no receive", async () => {
  const jobs = await Jobs.create({
    fifo: true,
    maxReceiveCount: 1,
    environment: { JOBS_ONE_AT_A_TIME_SECONDS: "5" },
  });
  for (const n of [1, 2, 3]) for (const group of ["a", "b"]) await jobs.post({ group, n });
  const done: string[] = [];
  let atWork = 0;
  let most = 0;
  const worker = jobs.worker(async ({ payload, group }) => {
    most = Math.max(most, ++atWork);
    await new Promise((resolve) => setTimeout(resolve, 100));
    atWork--;
    done.push(`${group}${(payload as Step).n}`);
  });
  // Two invocations side by side, a message each, as the module's mapping has them.
  while ((await Promise.all([1, 2].map(() => jobs.deliverOne(worker, 10_000)))).some(({ came }) => came > 0));
  expect(most).toBe(1);
  expect(done.filter((step) => step.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
  expect(done.filter((step) => step.startsWith("b"))).toEqual(["b1", "b2", "b3"]);
  expect([await jobs.count("main"), await jobs.count("undeliverable"), await jobs.count("deadLetter")]).toEqual([
    0, 0, 0,
  ]);
});

test("a dead letter that comes home and fails again at once is a dead letter again", async () => {
  const jobs = await Jobs.create({ fifo: true });
  await jobs.post({ group: "a", n: 1 });
  const { PermanentError } = jobs.runtime();
  const worker = jobs.worker(async () => {
    throw new PermanentError("never");
  });
  await jobs.deliverAll(worker);
  for (let round = 0; round < 2; round++) {
    expect(await jobs.redrive({ reason: "again", requestedBy: "ops" })).toMatchObject({ moved: 1 });
    await jobs.deliverAll(worker);
    expect([await jobs.count("main"), await jobs.count("deadLetter")]).toEqual([0, 1]);
  }
});
