import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** The file with the notices, in each zip and beside the modules. */
export const NOTICES_FILE = "THIRD-PARTY-NOTICES.txt";

/** Files that packages keep their terms in: the license, and what Apache-2.0 (section 4d) and others want passed on. */
const LEGAL_FILE = /^(licen[cs]e|notice|copying|copyright)/i;

/** Texts of licenses that may be named without a copy of them, for packages that name one and hold none. */
const KNOWN_TEXTS: Readonly<Record<string, string>> = {
  // https://spdx.org/licenses/MIT-0.html
  "MIT-0": `MIT No Attribution

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/** A package of others whose code is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json names it: an SPDX expression, mostly. */
  readonly license: string;
  /** Its terms, word by word; none where it has no file with them and its license is not known here. */
  readonly texts: readonly string[];
}

/**
 * The packages whose code is in an output of esbuild, by name.
 * @param root what the paths of the metafile start from
 */
export function bundledPackages(root: string, { inputs }: Metafile["outputs"][string]): BundledPackage[] {
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(used.flatMap(([path]) => /^.*\bnode_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return sorted([...folders].map((folder) => packageIn(join(root, folder))));
}

function packageIn(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const named = typeof license === "string" ? license : "no SPDX license named";
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (file) => file.isFile() && LEGAL_FILE.test(file.name),
  );
  const texts = files
    .map((file) => file.name)
    .sort()
    .map((file) => lines(readFileSync(join(folder, file), "utf8")));
  const known = texts.length > 0 ? texts : [KNOWN_TEXTS[named] ?? []].flat();
  return { name, version, license: named, texts: known };
}

/** The same text whatever the line ends, and without empty space around it. */
const lines = (text: string): string => text.replace(/\r\n?/g, "\n").replace(/^\s*\n|\s+$/g, "");

/** The packages that may not be passed on: without terms, or npm's UNLICENSED (https://docs.npmjs.com/cli/configuring-npm/package-json#license). */
export function unlicensed(packages: readonly BundledPackage[]): string[] {
  return packages.filter(({ license, texts }) => license === "UNLICENSED" || texts.length === 0).map(titleOf);
}

/** The notices about the packages: a list, and each text once, with the packages that it is of. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const holders = new Map<string, string[]>();
  const unique = sorted([...new Map(packages.map((one) => [titleOf(one), one])).values()]);
  for (const one of unique) {
    const texts = one.texts.length > 0 ? one.texts : ["The package holds no text of its license."];
    for (const text of texts) holders.set(text, [...(holders.get(text) ?? []), `${one.name} ${one.version}`]);
  }
  const texts = [...holders].map(([text, names]) => `${"-".repeat(80)}\n${names.join(", ")}\n\n${text}\n`);
  const list = unique.map((one) => `- ${titleOf(one)}`).join("\n");
  return ["The code beside this file holds code of these packages:\n", `${list}\n`, ...texts].join("\n");
}

const titleOf = ({ name, version, license }: BundledPackage): string => `${name} ${version} (${license})`;

function sorted(packages: readonly BundledPackage[]): BundledPackage[] {
  return [...packages].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
}
