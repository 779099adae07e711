import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Files, type Generated, generate } from "../scripts/generate";

// Jest compiles every file that the build imports, which takes seconds on a machine that is busy.
jest.setTimeout(60_000);

const root = join(__dirname, "..");
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** Jest compares megabytes byte by byte, for a minute. */
const digests = (files: Files): string[] =>
  [...files].map(([path, contents]) => `${path} ${createHash("sha256").update(contents).digest("hex")}`);

describe("what is generated and committed", () => {
  let generated: Generated;
  beforeAll(async () => {
    generated = await generate(root);
  });

  test("is, file by file, what the sources generate (npm run build brings it up to date)", () => {
    const stale = [...generated.committed]
      .filter(([path, contents]) => !readFileSync(join(root, path)).equals(Buffer.from(contents as Uint8Array)))
      .map(([path]) => path);
    expect(stale).toEqual([]);
  });

  test("holds nothing else in terraform/", () => {
    expect(filesBelow("terraform")).toEqual(
      [...generated.committed.keys()].filter((path) => path.startsWith("terraform/")).sort(),
    );
  });

  test("comes out the same a second time, in another time zone", async () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Pacific/Kiritimati";
    try {
      const again = await generate(root);
      expect(digests(again.committed)).toEqual(digests(generated.committed));
      expect(digests(again.sourceMaps)).toEqual(digests(generated.sourceMaps));
    } finally {
      process.env["TZ"] = zone;
    }
  });

  test("names no folder of the machine it was made on", () => {
    const traces = [...generated.committed].filter(([, contents]) =>
      Buffer.from(contents as Uint8Array).includes(root),
    );
    expect(traces.map(([path]) => path)).toEqual([]);
  });
});
