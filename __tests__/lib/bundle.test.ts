import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { bundle, bundleSync, zip } from "../../lib/bundle";

const root = join(__dirname, "..", "..");

describe("zip", () => {
  test("holds what went in and does not depend on the order of the files", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), { minKeys: 1 }), (files) => {
        const packed = zip(files);
        expect({ ...unzipSync(packed) }).toEqual({ ...files });
        expect(zip(Object.fromEntries(Object.entries(files).reverse()))).toEqual(packed);
      }),
      { numRuns: 20 },
    );
  });

  test("says in every entry: Unix, a readable file, 1 January 1980", () => {
    const packed = Buffer.from(zip({ "index.mjs": new TextEncoder().encode("export {};") }));
    const entry = packed.indexOf(Buffer.from("PK\x01\x02", "latin1"));
    expect(packed[entry + 5]).toBe(3);
    expect(packed.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
    expect(packed.readUInt32LE(entry + 12)).toBe(0x0021_0000);
  });
});

describe("bundle", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bundle-"));
    writeFileSync(join(folder, "greeting.ts"), 'export const greeting: string = "hello";\n');
    writeFileSync(
      join(folder, "handler.ts"),
      'import { greeting } from "./greeting";\nexport const handler = async () => greeting;\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (packed: Uint8Array): string => {
    const code = unzipSync(packed)["index.mjs"] as Uint8Array;
    const path = join(folder, "index.mjs");
    writeFileSync(path, code);
    const program = `import(${JSON.stringify(path)}).then(async ({ handler }) => process.stdout.write(await handler()))`;
    return execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
  };

  test("makes a handler that runs, and a source map that leads back to its sources", async () => {
    const bundles = await bundle(root, { "story/greet": join(folder, "handler.ts") });
    const made = bundles.get("story/greet");
    expect(run(made?.zip as Uint8Array)).toBe("hello");
    const { sources } = JSON.parse(new TextDecoder().decode(made?.sourceMap)) as { sources: string[] };
    expect(sources.some((source) => source.endsWith("greeting.ts"))).toBe(true);
  });

  test("bundles one handler at once in the same way", () => {
    expect(run(bundleSync(join(folder, "handler.ts")))).toBe("hello");
  });

  test("fails with esbuild's message where a package is missing", async () => {
    writeFileSync(join(folder, "handler.ts"), 'export { handler } from "no-such-package";\n');
    await expect(bundle(root, { "story/greet": join(folder, "handler.ts") })).rejects.toThrow("no-such-package");
  });
});
