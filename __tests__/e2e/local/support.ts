import { startLocalAws } from "../../../local/aws";
import { Workbench } from "./workbench";

export { ALLOW_EVERYTHING, Workbench } from "./workbench";

/** Longest wait for something that takes a second or two; only ever reached by a failing test. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;
/** The same for a run without a patch, which often waits in vain: a machine too slow for this still passes. */
const PATIENCE_WITHOUT_PATCH_MS = 5_000;
let patienceMs = PATIENCE_MS;

/** Source of a function's helper: `note(name, value)` tells the test something. */
export const NOTE = `const note = (name, value) =>
  require("node:fs").appendFileSync(process.env.TMPDIR + "/" + name + ".notes", JSON.stringify(value) + "\\n");
`;

/** Looks until `look` gives something other than undefined or false. */
export async function eventually<T>(what: string, look: () => Promise<T> | T): Promise<Exclude<T, undefined | false>> {
  const start = performance.now();
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(LOOK_EVERY_MS)) {
    const found = await look();
    if (found === undefined || found === false) continue;
    performance.measure("looking for what comes", { start });
    return found as Exclude<T, undefined | false>;
  }
  throw new Error(`${what}: not after ${patienceMs / 1000} s`);
}

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Runs `use` on a fresh local AWS and stops it. */
export async function withLocalAws<T>(
  withoutPatches: readonly string[],
  use: (bench: Workbench) => Promise<T>,
): Promise<T> {
  const aws = await startLocalAws({ withoutPatches });
  try {
    return await use(new Workbench(aws));
  } finally {
    await aws.stop();
  }
}

/**
 * Two tests of a patch: what `observe` sees is `expected` with it, and is not without it. The second one fails on the day
 * on which ministack needs the patch no longer.
 */
export function describePatch<T>(
  patch: string,
  behaviour: string,
  observe: (bench: Workbench) => Promise<T>,
  expected: T,
): void {
  test(`${patch}: ${behaviour}`, async () => {
    expect(await withLocalAws([], observe)).toEqual(expected);
  }, 60_000);
  test(`${patch} is still needed: ${behaviour}`, async () => {
    patienceMs = PATIENCE_WITHOUT_PATCH_MS;
    try {
      const without = await withLocalAws([patch], observe).catch((error: unknown) => error);
      expect(without).not.toEqual(expected);
    } finally {
      patienceMs = PATIENCE_MS;
    }
  }, 60_000);
}
