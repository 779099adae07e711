import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type IResolvable, type IResolveContext, type ISynthesisSession, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { bundleSync } from "./bundle";
import { raw, tf } from "./expression";

/** A zip file with code, as a Terraform function resource needs it. */
export interface Archive {
  /** Path for Terraform, under `${path.module}`. */
  readonly filename: string;
  /** Base64 SHA-256 of the file, read by Terraform at plan. */
  readonly sourceCodeHash: string;
}

/** Function code of this project: `functions/<pattern>/<name>.ts`, shipped as `terraform/<pattern>/functions/<name>.zip`. */
export interface OwnCode {
  readonly pattern: string;
  readonly name: string;
}

interface StackFiles {
  /** Files to write at synth: path below the stack's folder → contents. */
  readonly contents: Map<string, () => Uint8Array>;
  readonly own: Map<string, OwnCode>;
  /** What was made of a source: source → path below the stack's folder. */
  readonly written: Map<string, string>;
}

const filesOf = new WeakMap<TerraformStack, StackFiles>();

/** The archive of our own code. A stack gets a copy at synth; the module writer bundles it into the module. */
export function ownArchive(scope: Construct, code: OwnCode): Archive {
  const files = stackFiles(scope);
  const short = `functions/${code.name}.zip`;
  // In a stack with several patterns two of them may have functions of one name.
  const path =
    (files.own.get(short) ?? code).pattern === code.pattern ? short : `functions/${code.pattern}-${code.name}.zip`;
  files.own.set(path, code);
  files.contents.set(path, () => readFileSync(prebuilt(code)));
  return archiveAt(path);
}

/** The archive of a consumer's literal path: copied to the stack, so that `cdktf deploy` runs from its own folder. */
export function copiedArchive(scope: Construct, filename: string): Archive {
  const source = resolve(filename);
  return writtenArchive(scope, { source, name: basename(filename), contents: () => readFileSync(source) });
}

/** A handler that is bundled at synth: what several constructs bundle of one file is written once. */
export function bundledArchive(scope: Construct, name: string, entry: string): Archive {
  const source = `bundle of ${resolve(entry)}`;
  return writtenArchive(scope, { source, name, contents: () => bundleSync(entry) });
}

/** A file that is written into a stack's folder at synth. */
interface WrittenFile {
  /** What it is made of: the same source is written once, whoever uses it. */
  readonly source: string;
  readonly name: string;
  readonly contents: () => Uint8Array;
}

/** An archive that is written into the stack's folder at synth, under the address of whoever used it first. */
export function writtenArchive(scope: Construct, { source, name, contents }: WrittenFile): Archive {
  const files = stackFiles(scope);
  const owner = `functions/${scope.node.addr.slice(-8)}`;
  const own = files.contents.has(`${owner}-${name}`) ? `${owner}-${files.written.size}-${name}` : `${owner}-${name}`;
  const path = files.written.get(source) ?? own;
  files.written.set(source, path);
  files.contents.set(path, contents);
  return archiveAt(path);
}

/** Our own code that a stack ships, for the module writer. */
export function ownCodeOf(stack: TerraformStack): OwnCode[] {
  return [...(filesOf.get(stack)?.own.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name));
}

/** A path with a reference in it: as it is in an argument, quoted within an expression. A plain string would be taken for a literal path. */
class Template implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly text: string) {}

  public resolve(context: IResolveContext): string {
    return context.suppressBraces ? `"${this.text}"` : this.text;
  }

  public toString(): string {
    return Token.asString(this);
  }
}

function archiveAt(path: string): Archive {
  const filename = `\${path.module}/${path}`;
  return {
    filename: Token.asString(new Template(filename)),
    sourceCodeHash: Token.asString(tf`filebase64sha256(${raw(`"${filename}"`)})`),
  };
}

/** cdktf's TerraformAsset has no `${path.module}` in its paths; a stack's synthesizer is the public place to add files. */
function stackFiles(scope: Construct): StackFiles {
  const stack = TerraformStack.of(scope);
  const known = filesOf.get(stack);
  if (known) return known;
  const files: StackFiles = { contents: new Map(), own: new Map(), written: new Map() };
  filesOf.set(stack, files);
  const inner = stack.synthesizer;
  stack.synthesizer = {
    synthesize(session: ISynthesisSession) {
      inner.synthesize(session);
      const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
      for (const [path, contents] of files.contents) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), contents());
      }
    },
  };
  return files;
}

function prebuilt({ pattern, name }: OwnCode): string {
  const path = join(packageRoot(), "terraform", pattern, "functions", `${name}.zip`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`);
  return path;
}

/** The folder of this package, wherever its JavaScript was compiled to. */
function packageRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string };
    if (name === "terraform-aws-serverless-patterns") return folder;
  }
  throw new Error(
    "the package terraform-aws-serverless-patterns was not found above its code; do not bundle it into your app",
  );
}
