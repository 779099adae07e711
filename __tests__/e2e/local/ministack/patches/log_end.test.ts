import { describePatch, type Workbench, withLocalAws } from "../../support";

const CALLS = 21;

async function medianDuration(bench: Workbench, name: string, source: string): Promise<number> {
  await bench.function(name, source);
  for (let call = 0; call < CALLS; call++) await bench.invoke(name);
  const durations = bench.aws.invocations().filter(({ functionName }) => functionName === name);
  return durations.map(({ durationMs }) => durationMs).sort((a, b) => a - b)[(CALLS - 1) / 2]!;
}

// One against the other, not against the clock: without the patch a silent call takes some ten times as long.
describePatch(
  "log_end",
  "a function that logs nothing is not much slower than one that does",
  async (bench) => {
    const talking = await medianDuration(
      bench,
      "talks",
      "exports.handler = async () => { console.log(1); return 1; };",
    );
    const silent = await medianDuration(bench, "silent", "exports.handler = async () => 1;");
    return silent <= 4 * Math.max(talking, 1);
  },
  true,
);

test(
  "lines reach the log of their own invocation, also many of them",
  () =>
    withLocalAws([], async (bench) => {
      await bench.function(
        "talks",
        `let calls = 0;
       exports.handler = async () => {
         if (calls++ === 0) for (let line = 0; line < 2000; line++) console.log("line " + line);
       };`,
      );
      const lines: number[] = [];
      for (let call = 0; call < 2; call++)
        lines.push((await bench.logTail("talks")).filter((line) => line === "line 1999").length);
      expect(lines).toEqual([1, 0]);
    }),
  60_000,
);
