import { existsSync, statSync } from "node:fs";
import { isUnknown, tf } from "../../lib/expression";
import { inputs } from "../../lib/inputs";
import { t } from "../../lib/types";
import { common } from "../parts/inputs";

/** The inputs of function-package. */
export const functionPackageInputs = inputs({
  name: t.string({
    description:
      "Name of the package, unique in the root module: the zip is written to .terraform/packages/<name>.zip there.",
    checks: common.name.checks,
  }),
  sourceDir: t.string({
    description: "Folder whose files become the package; for Node, bundle first and name the folder with the bundle.",
    checks: [
      (path) => ({
        // Terraform knows no way to ask for a folder but to list what is in it.
        holds: isUnknown(path)
          ? tf`length(fileset(${path}, "**")) > 0`
          : existsSync(path) && statSync(path).isDirectory(),
        must: "be a folder with files in it; a relative path starts where Terraform runs",
      }),
    ],
  }),
  excludes: t.strings({
    description: "Glob patterns of files to leave out, such as **/*.test.js.",
    default: [],
  }),
});
