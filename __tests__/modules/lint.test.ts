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
  // statements
  "if (input.fifo) made();",
  "if (input.fifo) return;",
  "if (input.fifo) return made();",
  "if (input.fifo) { made(); }",
  "if (input.fifo) { made(); } else { made(); }",
  "if (input.fifo) made(); else made();",
  "if (input.fifo) throw made();",
  "switch (input.mode) { case 'direct': made(); }",
  "while (input.fifo) made();",
  "do made(); while (input.fifo);",
  "for (; input.fifo; ) made();",
  "for (let i = 0; ; ) { made(i); }",
  "for (const zone in input.zones) made(zone);",
  "for (const zone of input.zones) made(zone);",
  "for (const zone of input.zones ) { made(zone); }",
  "try { made(input); } catch { made(); }",
  "try { made(input); } finally { made(); }",
  "try { made(input); } catch { made(); } finally { made(); }",
  // expressions
  "input.fifo ? 1 : 2",
  'input.name ?? "jobs"',
  'input.name || "jobs"',
  "input.fifo && made()",
  "!input.fifo",
  "-input.seconds",
  "typeof input.name",
  "delete input.name",
  '"name" in input',
  "input instanceof Map",
  'input.name === "jobs"',
  'input.name !== "jobs"',
  "input.name == undefined",
  "input.name != null",
  "input.seconds * 6",
  "SECONDS * input.seconds",
  "input.seconds + 30",
  "900 - input.seconds",
  "input.seconds / 2",
  "input.seconds % 2",
  "input.seconds ** 2",
  "input.seconds & 1",
  "input.seconds << 1",
  "input.seconds < 900",
  "input.seconds >= 900",
  "input.fifo ||= true",
  "input.fifo &&= true",
  'input.name ??= "jobs"',
  "input.seconds += 1",
  "input.seconds++",
  "--input.seconds",
  // reads
  "input.zones.length",
  "input.zones.size",
  "input.zones[0]",
  "input.zones[made]",
  "input.table?.hashKey",
  "input.tables?.[0]",
  "input.table?.()",
  "input.table?.made()",
  "const { fifo = false } = input;",
  "const { fifo: { open = 1 } } = input.queue;",
  "const [first] = input.zones;",
  "const own = ({ fifo = false }: JobsInput) => fifo;",
  "function own({ fifo = false }: JobsInput) { made(fifo); }",
  // calls
  "made.filter(input.zones)",
  "input.zones.filter((zone) => zone)",
  "input.zones\n    .some((zone) => zone)",
  "input.zones.every(made)",
  "input.zones.find(made)",
  "input.zones.findIndex(made)",
  "input.zones.includes('a')",
  "['a', 'b'].includes(input.zone)",
  "input.zones.indexOf('a')",
  "input.zones.map((zone) => zone)",
  "props.zones.map((zone) => zone)",
  "(input.zones as string[]).map((zone) => zone)",
  "input!.zones.map((zone) => zone)",
  'input["zones"].map((zone) => zone)',
  "[...input.zones].map((zone) => zone)",
  "for (const zone of [...input.zones]) made(zone);",
  "input.zones.flatMap(made)",
  "input.zones.forEach(made)",
  "input.zones.reduce(made)",
  "input.zones.sort()",
  "input.zones.join()",
  "input.zones.concat([])",
  "input.zones.at(0)",
  "input.zones.slice(1)",
  "input.name.startsWith('a')",
  "input.name.endsWith('a')",
  "input.name.match(made)",
  "input.name.replace('a', 'b')",
  "input.name.split('-')",
  "input.name.toUpperCase()",
  "input.name.trim()",
  "/^a$/.test(input.name)",
  "String(input.seconds)",
  "Number(input.seconds)",
  "Boolean(input.fifo)",
  "parseInt(input.seconds)",
  "Number.parseInt(input.seconds)",
  "Math.min(input.seconds, 900)",
  "Object.keys(input.tags)",
  "Object.entries(input.tags)",
  "Array.isArray(input.zones)",
  "Array.from(input.zones)",
  "JSON.stringify(input.tags)",
  "JSON.parse(input.policy)",
  // by another name
  "const { length } = input.zones;",
  "const { length: many } = input.zones;",
  "const { zones: { size } } = input;",
  "for (const { length } of made) made(length);",
  "encodeURIComponent(input.name)",
  "createHash('md5').update(input.name)",
  "Buffer.from(input.name).byteLength",
  "new Date(input.time)",
  "new RegExp(input.name)",
  "new Array(input.seconds)",
  "Token.isUnresolved(input.name)",
  "globalThis.parseInt(input.seconds)",
  "input.tags.hasOwnProperty('a')",
  "input.name.isWellFormed()",
  "input.zones.push('a')",
  "const own = function* () { yield* input.zones; };",
  "const own = ({ worker: { layers } }: JobsInput) => layers.map((one) => one);",
  "const own = ({ layers }: JobsInput) => { for (const one of layers) made(one); };",
  "class Own { constructor({ layers }: JobsInput) { layers.forEach(made); } }",
  "const { layers } = input; layers.map(made);",
  "const own = input.worker.layers; for (const one of own) made(one);",
  // where they hide
  "`${input.fifo ? 1 : 2}`",
  "made({ ...(input.fifo && { fifo: 1 }) })",
  "made([1, 2].map((one) => input.fifo && one))",
  "const own = () => input.fifo || made;",
  "class Own { public fifo = input.fifo ? 1 : 2; }",
];

const ALLOWED = [
  "SECONDS * TIMES",
  "-1",
  "SECONDS * 60",
  "made({ name: input.name, zones: [...input.list] })",
  "multiply(input.seconds, 6)",
  "when(input.fifo, () => made())",
  "`${input.name}.fifo`",
  "const { name, queue: { fifo } } = input;",
  "const { exists = true } = props;",
  "const { name } = input; const made2 = made(name);",
  "for (const stage of made.stages) stage();",
  "made.map((one) => one.arn)",
  "made.flatMap((one) => one.arns)",
  'made.at("orders", (one) => one.arn)',
  'made["orders"]',
  "const type: Inputs['vpc'] = made;",
  "JSON.stringify(WARM_UP_EVENT)",
  "Token.asString(made)",
  "made.inputs.read(input)",
  "input.alarms = made;",
  "made(input!.queue)",
  "const own = ({ layers }: JobsInput) => made.map((one) => one);",
  "const own = made(input.zones); own.map(made);",
  "const own = (inputs: readonly JobsInput[]) => { for (const one of inputs) made(one); };",
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
    "all.ts": 'import * as cdktf from "cdktf";\nexport const use = cdktf.Fn.upper;\n',
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
  expect(found["all.ts"]).toEqual([expect.stringMatching(/Use lib\/\.$/)]);
  expect(found["token.ts"]).toEqual([]);
});
