import { patternModule } from "../lib/pattern-module";
import { FunctionPackage } from "../modules/function-package";
import { functionPackageInputs } from "../modules/function-package/inputs";

/** 2.5 is the first with glob patterns in excludes: https://github.com/hashicorp/terraform-provider-archive/blob/main/CHANGELOG.md */
const ARCHIVE_PROVIDER = { source: "hashicorp/archive", version: ">= 2.5.0" };

/** The Terraform module function-package. */
export const functionPackageModule = patternModule({
  name: "function-package",
  construct: FunctionPackage,
  providers: { archive: ARCHIVE_PROVIDER },
  summary: [
    "A folder as a Lambda package, for those who have source files and no build: the archive provider zips it at plan, and a pattern takes",
    "`filename` and `source_code_hash`. Whoever builds anyway gives the pattern the zip itself: then nothing is built at plan, and a saved plan",
    "applies on another machine.",
    "",
    "- **Zips are named by their content**, in `.terraform/packages` of the root module: what a saved plan deploys stays as it was. It applies where that folder is.",
    "  Old zips may be deleted when no saved plan needs them.",
    "- **A folder that is built in the same apply** may stand in `depends_on` of the module, or come from the resource that builds it: it is zipped as soon as it is there.",
    "- **All files have the mode 0755**: `bootstrap` of a custom runtime has to be executable, and the provider knows one mode for all.",
    "- **Excludes** start at `source_dir`: `./x`, `/x` and `x` mean the same, `node_modules/` the folder at the top, `**/node_modules` each of them.",
    "- **Links** are followed. One that leads to a folder above it ends at plan, unless it is excluded: it makes the tree deeper than allowed (16 folders). Several such links side by side end at plan also where they are excluded: they make more files at one depth than allowed (60,000).",
    "- **50 MB** are checked at plan; Lambda's 250 MB unzipped (with layers) are not: Terraform cannot ask for the size of a file. Lambda refuses such a package in the apply.",
    "- **A destroy** needs no folder: it warns where there is none. Where the folder is there and empty, take `terraform destroy -refresh=false`.",
  ].join("\n"),
  usage: ['  name       = "worker"', '  source_dir = "src/worker"'].join("\n"),
  inputs: functionPackageInputs,
  documents: {},
});
