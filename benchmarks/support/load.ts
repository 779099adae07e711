import { forEachAtATime } from "../../scripts/demo/at-a-time";

/** What came of a number of requests. */
export interface Load<Result> {
  /** In the order of the requests. */
  readonly results: readonly Result[];
  /** How long each took, in milliseconds. */
  readonly tookMs: readonly number[];
  /** How long all took together, in milliseconds. */
  readonly elapsedMs: number;
}

/** Sends requests, each client its next one when it has the answer. The first request that throws ends it. */
export async function load<Result>(
  requests: number,
  clients: number,
  send: (index: number) => Promise<Result>,
): Promise<Load<Result>> {
  const indexes = Array.from({ length: requests }, (_, index) => index);
  const tookMs = new Array<number>(requests);
  const begin = performance.now();
  const results = await forEachAtATime(indexes, clients, async (index) => {
    const start = performance.now();
    const result = await send(index);
    tookMs[index] = performance.now() - start;
    return result;
  });
  return { results, tookMs, elapsedMs: performance.now() - begin };
}
