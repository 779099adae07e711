import { Construct } from "constructs";
import { tf } from "../../lib/expression";
import { filesWithin, foldersWithFiles, foldersWithoutFiles, narrowFolders, sameLength } from "../../lib/file-tree";
import type { ReadOf } from "../../lib/inputs";
import { concat } from "../../lib/lists";
import { atLeast, choose } from "../../lib/logic";
import { refuseNameClashes } from "../../lib/name-clashes";
import { output, outputValues } from "../../lib/outputs";
import { MAX_BYTES, MAX_MB } from "../parts/package-checks";
import { archiveFile } from "./archive-file";
import { cleaned, NEVER_PACKED } from "./excludes";
import {
  COUNTED_DEPTHS,
  FAR_DEPTH,
  FAR_DEPTHS,
  functionPackageInputs,
  MAX_DEPTH,
  MAX_FILES,
  NEAR_DEPTHS,
  SEEN_DEPTH,
} from "./inputs";
import type { FunctionPackageProps } from "./props";

/** Under the root module: two instances of a module share path.module. Not committed, as .terraform never is. */
const PACKAGES = `\${path.root}/.terraform/packages`;

/** Where a package is made: two instances of one name write files of their own. */
function scratchOf({ name, sourceDir, excludes }: ReadOf<typeof functionPackageInputs>): string {
  const key = tf`substr(sha256(jsonencode(${[sourceDir, excludes]})), 0, 16)`;
  return `${PACKAGES}/${name}-${key}`;
}

/**
 * A folder as a Lambda package, for those who have source files and no build: folder → zip → filename and hash, by the archive provider, at
 * plan or, where the folder is made by what is applied first, then. Whoever builds anyway gives a pattern the zip; a plan that
 * builds nothing can be applied on another machine.
 */
export class FunctionPackage extends Construct {
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: FunctionPackageProps) {
    super(scope, id);
    refuseNameClashes(this);
    const { input, carrier: ready } = functionPackageInputs.read(this, props, (read) =>
      // Known as soon as the folder may be looked at: a module with depends_on puts all its data sources off, but no function such as fileexists.
      archiveFile(this, "ready", {
        type: "zip",
        sourceContent: "",
        sourceContentFilename: "ready",
        outputPath: `${scratchOf(read)}.ready.zip`,
      }),
    );
    const folder = choose(atLeast(ready.outputSize, 0), input.sourceDir, "");
    // Of a folder it says an error, and of nothing else.
    const isFolder = tf`!can(fileexists(${folder}))`;
    const excludes = concat(NEVER_PACKED, cleaned(input.excludes));

    // In the data sources, not in a local: that would look again at each apply, and Terraform from 1.13 on ends where it sees something else then.
    const folders = tf`[for folder in [${folder}] : folder if ${isFolder}]`;
    const narrow = narrowFolders(folders, MAX_FILES, COUNTED_DEPTHS);
    const further = foldersWithFiles(foldersWithoutFiles(folders, NEAR_DEPTHS), FAR_DEPTHS);
    const seen = choose(sameLength(further, tf`[]`), filesWithin(SEEN_DEPTH + 1), filesWithin(FAR_DEPTH + 1));

    const zipped = (deeper: string) => ({
      type: "zip",
      // A destroy turns the precondition below into a warning, and goes on with this where the folder is gone.
      sourceContent: choose(isFolder, undefined, ""),
      sourceContentFilename: choose(isFolder, undefined, "source_dir-is-gone"),
      sourceDir: choose(isFolder, folder, undefined),
      excludes: choose(isFolder, concat(excludes, [deeper]), undefined),
      // One mode on every machine, whatever its umask, else the hash differs; executable as a custom runtime's bootstrap has to be.
      outputFileMode: "0755",
    });
    const content = archiveFile(this, "content", {
      ...zipped(seen),
      outputPath: `${scratchOf(input)}.content.zip`,
      lifecycle: {
        precondition: [
          {
            condition: isFolder,
            errorMessage: "source_dir must be a folder with files in it; a relative path starts where Terraform runs.",
          },
          {
            condition: sameLength(narrow, folders),
            errorMessage: `source_dir must hold at most ${MAX_FILES} files at each depth, excluded ones counted. Several links to a folder above multiply them without end: remove these links, or name a folder without them.`,
          },
        ],
      },
    });
    // Named by what is in it: what a saved plan deploys is never written again, but by the same.
    const name = tf`substr(${content.outputSha256}, 0, 16)`;
    const archive = archiveFile(this, "package", {
      ...zipped(filesWithin(MAX_DEPTH + 1)),
      outputPath: `${PACKAGES}/${input.name}-${name}.zip`,
      lifecycle: {
        postcondition: [
          {
            condition: tf`self.output_sha256 == ${content.outputSha256}`,
            errorMessage: `source_dir must be at most ${MAX_DEPTH} folders deep (a link to a folder above it has no end: name it in excludes), and nobody, no other instance with the same inputs either, may write there meanwhile.`,
          },
          {
            condition: tf`self.output_size <= ${MAX_BYTES}`,
            errorMessage: `source_dir must make a zip of at most ${MAX_MB} MB, which is what Lambda takes with a request: leave files out by excludes, or build a zip, put it into a bucket, and give the function s3.`,
          },
        ],
      },
    });
    this.describedOutputs = {
      filename: output("Path of the zip, for a function's `filename`.", archive.outputPath),
      sourceCodeHash: output(
        "Base64 SHA-256 of the zip, for a function's `source_code_hash`.",
        archive.outputBase64Sha256,
      ),
    };
  }

  /** The zip's path and hash. */
  public get outputs() {
    return outputValues(this.describedOutputs);
  }
}
