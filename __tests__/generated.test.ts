import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { NOTICES_FILE } from "../lib/notices";
import { type Files, type Generated, generate } from "../scripts/generate";

// Jest compiles every file that the build imports, which takes seconds on a machine that is busy.
jest.setTimeout(300_000);

const root = join(__dirname, "..");
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** Jest compares megabytes byte by byte, for a minute. */
const digests = (files: Files): string[] =>
  [...files].map(([path, contents]) => `${path} ${createHash("sha256").update(contents).digest("hex")}`);

const moduleZip = (name: string): string => name.replace(/^([^/]*)\/(.*)$/, "terraform/$1/functions/$2.zip");

/** The packages that a source map speaks of, as another witness than what the notices are made of. */
function packagesIn(sourceMap: string): string[] {
  const { sources } = JSON.parse(sourceMap) as { sources: string[] };
  return [...new Set(sources.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))];
}

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

  test("names in each zip, and beside the modules, every package whose code is in it", () => {
    const noticesIn = (name: string): string => {
      const zip = generated.committed.get(`${name}.zip`) ?? generated.committed.get(moduleZip(name));
      return Buffer.from(unzipSync(zip as Uint8Array)[NOTICES_FILE] as Uint8Array).toString();
    };
    const ofModules = generated.committed.get(join("terraform", NOTICES_FILE)) as string;
    const missing = [...generated.sourceMaps].flatMap(([path, map]) => {
      const name = path.replace(/^dist\/source-maps\/|[.]mjs[.]map$/g, "");
      const texts = [noticesIn(name), ...(name.startsWith("examples/") ? [] : [ofModules])];
      const packages = packagesIn(Buffer.from(map as Uint8Array).toString());
      return packages.filter((one) => !texts.every((text) => text.includes(`\n- ${one} `))).map((one) => [name, one]);
    });
    expect(generated.sourceMaps.size).toBeGreaterThan(16);
    expect(missing).toEqual([]);
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
