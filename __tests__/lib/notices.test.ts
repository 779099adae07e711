import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { bundle, bundleSync } from "../../lib/bundle";
import { NOTICES_FILE } from "../../lib/notices";
import { temporaryFolder } from "../support/folders";

interface Installed {
  readonly license?: unknown;
  readonly files?: Readonly<Record<string, string>>;
  /** Its module; by default it exports a function. */
  readonly code?: string;
}

/** A project with packages in node_modules and a handler that imports them. */
function project(packages: Readonly<Record<string, Installed>>): { root: string; entry: string } {
  const root = temporaryFolder("project");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const names = Object.keys(packages);
  for (const [path, { license, files = {}, code = `export default () => ${JSON.stringify(path)};` }] of Object.entries(
    packages,
  )) {
    const name = path.split("node_modules/").at(-1);
    const manifest = { name, version: "1.2.3", license, main: "lib/index.js" };
    write(`node_modules/${path}/package.json`, JSON.stringify(manifest));
    write(`node_modules/${path}/lib/index.js`, code);
    for (const [file, text] of Object.entries(files)) write(`node_modules/${path}/${file}`, text);
  }
  const imports = names
    .filter((name) => !name.includes("node_modules"))
    .map((name, index) => `import p${index} from "${name}";\ncalls.push(p${index});`);
  write(
    "handler.ts",
    `const calls = [];\n${imports.join("\n")}\nexport const handler = () => calls.map((one) => one());`,
  );
  return { root, entry: join(root, "handler.ts") };
}

const noticesIn = (zip: Uint8Array | undefined) => {
  const notices = unzipSync(zip as Uint8Array)[NOTICES_FILE];
  return notices && Buffer.from(notices).toString();
};

async function noticesOf(packages: Readonly<Record<string, Installed>>): Promise<string | undefined> {
  const { root, entry } = project(packages);
  const bundles = await bundle(root, { "story/greet": entry });
  return noticesIn(bundles.get("story/greet")?.zip);
}

const MIT = (holder: string) => ({ license: "MIT", files: { LICENSE: `MIT License\n\nCopyright ${holder}\n` } });

describe("the notices of a bundle", () => {
  test("list its packages, and hold each of their texts once", async () => {
    const apache = { license: "Apache-2.0", files: { "LICENSE.txt": "Apache License\r\n", "NOTICE.md": "By us." } };
    expect(await noticesOf({ pad: MIT("Ann"), "@scope/b": apache, "@scope/a": apache })).toBe(
      [
        "The code beside this file holds code of these packages:",
        "",
        "- @scope/a 1.2.3 (Apache-2.0)",
        "- @scope/b 1.2.3 (Apache-2.0)",
        "- pad 1.2.3 (MIT)",
        "",
        "-".repeat(80),
        "@scope/a 1.2.3, @scope/b 1.2.3",
        "",
        "Apache License",
        "",
        "-".repeat(80),
        "@scope/a 1.2.3, @scope/b 1.2.3",
        "",
        "By us.",
        "",
        "-".repeat(80),
        "pad 1.2.3",
        "",
        "MIT License",
        "",
        "Copyright Ann",
        "",
      ].join("\n"),
    );
  });

  test("tell of a package within a package, and not of one that has no code in the bundle", async () => {
    const notices = await noticesOf({
      outer: { ...MIT("Ann"), code: 'export { default } from "inner";' },
      "outer/node_modules/inner": MIT("Ben"),
    });
    expect(notices).toContain("- inner 1.2.3 (MIT)");
    expect(notices).toContain("Copyright Ben");
    expect(notices).not.toContain("outer");
  });

  test("hold the text of MIT No Attribution where a package names it and brings none", async () => {
    const notices = await noticesOf({ tools: { license: "MIT-0" } });
    expect(notices).toContain("- tools 1.2.3 (MIT-0)");
    expect(notices).toContain("MIT No Attribution");
  });

  test("are not there where no package is", async () => {
    expect(await noticesOf({})).toBeUndefined();
  });
});

describe("a package that may not be passed on", () => {
  test.each<[string, Installed]>([
    ["without any license", {}],
    ["with a license of which there is no text", { license: "MIT" }],
    ["that is not licensed to others", { license: "UNLICENSED", files: { LICENSE: "All rights reserved." } }],
  ])("%s ends the build by its name", async (_, secret) => {
    await expect(noticesOf({ pad: MIT("Ann"), secret })).rejects.toThrow(
      /^story\/greet holds packages without a license: secret 1[.]2[.]3 \([^)]*\)$/,
    );
  });

  test("is told of in the zip of an app, which decides for itself", () => {
    const { entry } = project({ secret: { license: "UNLICENSED" } });
    const notices = noticesIn(bundleSync(entry));
    expect(notices).toContain("- secret 1.2.3 (UNLICENSED)");
    expect(notices).toContain("The package holds no text of its license.");
  });
});
