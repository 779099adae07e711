import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../../lib/bundle";
import { extractRelease } from "../../../../scripts/last-release";
import { temporaryFolder } from "../../../support/folders";
import { PROJECT } from "../suite";

/** With which runtime code was bundled. */
export type Build = "release" | "today";

export const HANDLERS = ["job-recorder", "event-recorder", "order-reader"] as const;
export type HandlerName = (typeof HANDLERS)[number];

const WORKERS = "__tests__/e2e/support/workers";
const ENTRIES = Object.fromEntries(HANDLERS.map((handler) => [handler, `${WORKERS}/${handler}.ts`]));

/** The zip of a handler: a file in the root's folder, an object in its bucket. */
export const zipName = (handler: HandlerName, build: Build): string => `${handler}-${build}`;

export const ZIPS: readonly string[] = HANDLERS.flatMap((handler) => [
  zipName(handler, "release"),
  zipName(handler, "today"),
]);

/** Bundles the handlers with the runtime of the last release and with today's, as users would have built theirs then and now. */
export async function writeCode(folder: string): Promise<void> {
  await write(folder, PROJECT, "today");
  const then = temporaryFolder("release");
  extractRelease(PROJECT, then, "functions");
  cpSync(join(PROJECT, WORKERS), join(then, WORKERS), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(then, "node_modules"));
  await write(folder, then, "release");
}

async function write(folder: string, root: string, build: Build): Promise<void> {
  const bundles = await bundle(root, ENTRIES);
  for (const handler of HANDLERS) writeFileSync(join(folder, zipName(handler, build)), bundles.get(handler)!.zip);
}
