import { existsSync, statSync } from "node:fs";
import { check } from "../../lib/checks";
import { isUnknown } from "../../lib/expression";
import { inputs } from "../../lib/inputs";
import { t } from "../../lib/types";
import { common } from "../parts/inputs";

/** Folders within each other: more than a tree of code has, and few enough for a walk that two links double at each level. */
export const MAX_DEPTH = 16;
/** The pattern of the files within more than so many folders: the walk ends there, also where a link leads back up. */
export function deeperThan(folders: number): string {
  return `${"*/".repeat(folders)}*/*`;
}

/** Where the walk ends that tells a tree of more: no folder of code holds four empty ones within each other. */
export const SEEN_DEPTH = 20;

/** The inputs of function-package. */
export const functionPackageInputs = inputs({
  name: t.string({
    description:
      "Name of the package, with which its zip's name begins: .terraform/packages/<name>-<hash>.zip in the root module. Give each instance a name of its own: those of one name with the same content would write one file at the same time.",
    checks: common.name.checks,
  }),
  sourceDir: t.string({
    description: `Folder whose files become the package, all of them executable, and at most ${MAX_DEPTH} folders deep; for Node, bundle first and name the folder with the bundle. It may be made by what the module depends on.`,
    checks: [
      (path) => ({
        // Terraform asks when it reads the folder: it may have to be made first.
        holds: isUnknown(path) || (existsSync(path) && statSync(path).isDirectory()),
        must: "be a folder with files in it; a relative path starts where Terraform runs",
      }),
      (path) =>
        check.noneMatching(
          "(^|/)[.]terraform/*(packages(/.*)?)?$",
          "be your code: .terraform holds providers and former packages",
        )([path]),
    ],
  }),
  excludes: t.strings({
    description:
      "Glob patterns of files and folders to leave out, from source_dir on, such as node_modules, src/*.map or **/*.test.js. What Terraform and Git keep (.terraform, state, *.tfvars, .git) is never in a package.",
    default: [],
    checks: [
      check.noneMatching(
        "^!|\\\\|(^|/)[.][.](/|$)",
        "hold patterns of paths within source_dir, with / between folders, and without !, .. or \\",
      ),
    ],
  }),
});
