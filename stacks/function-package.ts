import { patternModule } from "../lib/pattern-module";
import { FunctionPackage } from "../modules/function-package";
import { functionPackageInputs } from "../modules/function-package/inputs";

/** 2.4 is the first with output_file_mode on data sources and glob patterns in excludes. */
const ARCHIVE_PROVIDER = { source: "hashicorp/archive", version: ">= 2.4.0" };

/** The Terraform module function-package. */
export const functionPackageModule = patternModule({
  name: "function-package",
  construct: FunctionPackage,
  providers: { archive: ARCHIVE_PROVIDER },
  summary: [
    "A folder as a Lambda package, for those who have source files and no build: the archive provider zips it at plan, and a pattern takes",
    "`filename` and `source_code_hash`. Whoever builds anyway gives the pattern the zip itself: then nothing is built at plan, and a saved plan",
    "applies on another machine.",
  ].join("\n"),
  usage: ['  name       = "worker"', '  source_dir = "src/worker"'].join("\n"),
  inputs: functionPackageInputs,
  documents: {},
});
