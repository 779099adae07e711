import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/folders";

const root = join(__dirname, "../..");

/** What lint says of each file, were it a construct in modules/. */
function lint(files: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const folder = temporaryFolder("lint");
  for (const path of ["biome.json", "lint"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, "modules/pattern"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "modules/pattern", name), text);
  const biome = join(root, "node_modules/.bin/biome");
  const args = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "modules"];
  const { stdout, stderr } = spawnSync(biome, args, { cwd: folder, encoding: "utf8" });
  if (!stdout.startsWith("{")) throw new Error(`biome failed: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  const found = diagnostics.filter(({ category }) => category === "plugin");
  return Object.fromEntries(
    Object.keys(files).map((name) => [
      name,
      found.filter(({ location }) => pathOf(location).endsWith(`/${name}`)).map(({ message }) => message),
    ]),
  );
}

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

const pathOf = ({ path }: Diagnostic["location"]): string => (typeof path === "string" ? path : path.file);

const REFUSED = [
  "if (input.fifo) made();",
  "input.fifo ? 1 : 2",
  'input.name ?? "jobs"',
  'input.name || "jobs"',
  "input.fifo && made()",
  "!input.fifo",
  'input.name === "jobs"',
  "input.seconds * 6",
  "SECONDS * input.seconds",
  "input.seconds + 30",
  "900 - input.seconds",
  "input.seconds / 2",
  "input.seconds % 2",
  "input.seconds < 900",
  "Math.min(input.seconds, 900)",
  "input.zones.length",
  "input.zones[0]",
];

const ALLOWED = [
  "SECONDS * TIMES",
  "made({ name: input.name, zones: [...input.list] })",
  "multiply(input.seconds, 6)",
  "when(input.fifo, () => made())",
  "`${input.name}.fifo`",
];

const IMPORTS = [
  "Fn",
  "Op",
  "conditional",
  "TerraformIterator",
  "TerraformVariable",
  "TerraformOutput",
  "TerraformAsset",
];

test("a construct that decides, calculates or uses what cdktf writes wrong is refused", () => {
  const file = (statement: string): string => `export const use = (input, made) => {\n  ${statement}\n};\n`;
  const found = lint({
    ...Object.fromEntries(REFUSED.map((statement, index) => [`refused-${index}.ts`, file(statement)])),
    ...Object.fromEntries(ALLOWED.map((statement, index) => [`allowed-${index}.ts`, file(statement)])),
    ...Object.fromEntries(
      IMPORTS.map((name, index) => [
        `import-${index}.ts`,
        `import { ${name}, Token } from "cdktf";\nexport const use = [${name}, Token];\n`,
      ]),
    ),
    "token.ts": 'import { Token } from "cdktf";\nexport const use = Token;\n',
  });
  const DECIDES = /^A construct body must not decide or calculate in JavaScript: .* Use the helpers of lib\/logic/;
  expect(REFUSED.map((statement, index) => [statement, found[`refused-${index}.ts`]])).toEqual(
    REFUSED.map((statement) => [statement, [expect.stringMatching(DECIDES)]]),
  );
  expect(ALLOWED.map((statement, index) => [statement, found[`allowed-${index}.ts`]])).toEqual(
    ALLOWED.map((statement) => [statement, []]),
  );
  expect(IMPORTS.map((name, index) => [name, found[`import-${index}.ts`]])).toEqual(
    IMPORTS.map((name) => [name, [expect.stringMatching(/Use lib\/\.$/)]]),
  );
  expect(found["token.ts"]).toEqual([]);
});
