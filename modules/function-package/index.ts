import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { Construct } from "constructs";
import { output, outputValues } from "../../lib/outputs";
import { functionPackageInputs } from "./inputs";
import type { FunctionPackageProps } from "./props";

/**
 * A folder as a Lambda package, for those who have source files and no build: folder → zip → filename and hash, at plan, by the archive
 * provider. Whoever builds anyway gives a pattern the zip; a plan that builds nothing can be applied on another machine.
 */
export class FunctionPackage extends Construct {
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: FunctionPackageProps) {
    super(scope, id);
    const input = functionPackageInputs.read(this, props);
    const archive = new DataArchiveFile(this, "package", {
      type: "zip",
      sourceDir: input.sourceDir,
      excludes: input.excludes,
      // Under the root module: two instances of a module share path.module. Not committed, as .terraform never is.
      outputPath: `\${path.root}/.terraform/packages/${input.name}.zip`,
      // One mode on every machine, whatever its umask: else the hash differs.
      outputFileMode: "0644",
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
