import { existsSync, statSync } from "node:fs";
import { check } from "../../lib/checks";
import { isUnknown } from "../../lib/expression";
import { inputs } from "../../lib/inputs";
import { t } from "../../lib/types";
import { common } from "../parts/inputs";

/** Folders within each other: more than a tree of code has. */
export const MAX_DEPTH = 16;
/** Where the walk ends that tells a deeper tree. */
export const SEEN_DEPTH = 20;
export const NEAR_DEPTHS = [17, 18, 19, 20];
/**
 * Where it ends instead when there are files further down only, as below a link that leads far up. Linux follows at most 40 links in one path:
 * https://man7.org/linux/man-pages/man7/path_resolution.7.html
 */
export const FAR_DEPTH = 32;
export const FAR_DEPTHS = [21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32];
/** Files at one depth: Lambda takes 250 MB unzipped, so of more than that few could be meant. */
export const MAX_FILES = 60_000;
/** Where files are counted: at each depth, for links side by side multiply them from one to the next. */
export const COUNTED_DEPTHS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

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
