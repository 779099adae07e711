import { Construct } from "constructs";
import { type Archive, bundledArchive } from "../lib/archives";

export interface FunctionBundleProps {
  /** Path of the TypeScript or JavaScript file that exports `handler`, from where the app runs. */
  readonly entry: string;
}

/**
 * A handler as a Lambda package, for CDKTF apps: bundled by esbuild at synth into a zip whose bytes are the same on every machine. It
 * needs esbuild and fflate in the app, no provider, and nothing at plan.
 */
export class FunctionBundle extends Construct implements Archive {
  /** Path of the zip, for a function's `filename`. */
  public readonly filename: string;
  /** Base64 SHA-256 of the zip, for a function's `sourceCodeHash`. */
  public readonly sourceCodeHash: string;

  constructor(scope: Construct, id: string, props: FunctionBundleProps) {
    super(scope, id);
    const archive = bundledArchive(this, `${id}.zip`, props.entry);
    this.filename = archive.filename;
    this.sourceCodeHash = archive.sourceCodeHash;
  }
}
