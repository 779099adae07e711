import {
  GetEventSourceMappingCommand,
  type GetEventSourceMappingCommandOutput,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import type { PauseResult } from "../../../functions/shared/pause-schemas";
import type { LocalAws } from "../../../local/aws";
import { Workbench } from "../local/support";
import { contextOf, Jobs, load, startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
let bench: Workbench;
beforeAll(async () => {
  aws = await startAws();
  bench = new Workbench(aws);
  await bench.function("consumer", "exports.handler = async () => {};");
});
afterAll(() => aws?.stop());

const who = { reason: "legacy is down", requestedBy: "ops@example.com" };
const FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["a"]}}' }] };

type Pause = (payload: unknown, context: Context) => Promise<PauseResult>;

/** A mapping with settings of its own, and what pauses it. */
async function paused(name: string) {
  const { arn } = await bench.queue(name);
  const UUID = await bench.mapping(arn, "consumer", { BatchSize: 7, FilterCriteria });
  const jobs = await Jobs.create();
  const environment = { ...jobs.environment, PAUSE_MAPPING_ID: UUID };
  const { handler } = load<{ handler: Pause }>(environment, "../../../functions/queue-load-leveling/pause");
  const mapping = () => bench.lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const call = (payload: unknown, requestId = "r-1") => handler(payload, { ...contextOf(), awsRequestId: requestId });
  return { UUID, jobs, call, mapping };
}

/** All that a mapping is, but whether it is on. */
const settings = ({
  State: _,
  LastModified: _when,
  StateTransitionReason: _why,
  $metadata,
  ...rest
}: GetEventSourceMappingCommandOutput) => rest;

test("a pause and its end switch the mapping and nothing else of it, and keep a row each of who, why and when", async () => {
  const { jobs, call, mapping } = await paused("switched");
  const before = await mapping();
  expect(await call({ paused: true, ...who })).toEqual({ state: "Disabled", changed: true });
  expect(await mapping()).toMatchObject({ State: "Disabled" });
  expect(await call({ paused: true, ...who }, "r-2")).toEqual({ state: "Disabled", changed: false });
  expect(await call({ paused: false, ...who }, "r-3")).toEqual({ state: "Enabled", changed: true });
  expect(settings(await mapping())).toEqual(settings(before));
  expect(await jobs.row("pause#r-1")).toMatchObject({
    paused: true,
    reason: who.reason,
    requested_by: who.requestedBy,
    started_at: expect.any(String),
    finished_at: expect.any(String),
    mapping_state: "Disabled",
    changed: true,
  });
  expect(await jobs.row("pause#r-3")).toMatchObject({ paused: false, mapping_state: "Enabled" });
  expect(await jobs.row("pause#r-1")).not.toHaveProperty("expires_at");
});

test.each([
  ["nothing", undefined, /payload: /],
  ["no reason", { paused: true, requestedBy: "x" }, /reason: /],
  ["a word for a truth value", { ...who, paused: "yes" }, /paused: /],
  ["a filter", { ...who, paused: true, FilterCriteria }, /FilterCriteria/],
])("a request with %s is refused, and nothing is changed", async (what, payload, message) => {
  const { call, mapping } = await paused(`refused-${what.replaceAll(" ", "-")}`);
  await expect(call(payload)).rejects.toThrow(message);
  await expect(call(payload)).rejects.toThrow(/^Invalid pause request: .* Nothing was changed\.$/);
  expect(await mapping()).toMatchObject({ State: "Enabled" });
});

test("what cannot be recorded is not done", async () => {
  const { jobs, call, mapping } = await paused("unrecorded");
  const resource = `arn:aws:dynamodb:${aws.region}:${aws.accountId}:table/${jobs.environment.JOBS_TABLE_NAME}`;
  const fault = await aws.faults.failApi({ service: "dynamodb", resource, code: "AccessDeniedException" });
  await expect(call({ paused: true, ...who })).rejects.toThrow();
  await fault.remove();
  expect(await mapping()).toMatchObject({ State: "Enabled" });
});

test("a change of somebody else's that is on its way is waited for", async () => {
  const { UUID, call, mapping } = await paused("busy");
  const busy = await aws.faults.failApi({
    ...{ service: "lambda", action: "UpdateEventSourceMapping", code: "ResourceInUseException", count: 2 },
  });
  expect(await call({ paused: true, ...who })).toEqual({ state: "Disabled", changed: true });
  await busy.remove();
  await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  expect(await mapping()).toMatchObject({ State: "Enabled" });
});
