import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { copiedArchive, type OwnCode, ownArchive } from "../../lib/archives";
import { isUnknown, tf } from "../../lib/expression";
import { choose, isSet, orElse } from "../../lib/logic";
import { appliedOptions } from "./function-options";
import type { Common, FunctionInput } from "./inputs";

/** The arguments of a function resource that say what runs. */
export type Code = Pick<
  LambdaFunctionConfig,
  | "filename"
  | "sourceCodeHash"
  | "s3Bucket"
  | "s3Key"
  | "s3ObjectVersion"
  | "imageUri"
  | "packageType"
  | "handler"
  | "runtime"
  | "architectures"
>;

/** Our functions call AWS and little else: the SDK needs about 100 MB, and CPU grows with memory. */
export const OWN_MEMORY_MB = 256;

/** Code of this project. arm64 is a fifth cheaper, and the bundles hold no native code. */
export function ownCode(scope: Construct, { nodejsRuntime }: Common, code: OwnCode): Code {
  return { ...ownArchive(scope, code), handler: "index.handler", runtime: nodejsRuntime, architectures: ["arm64"] };
}

/** What a consumer says of a function of theirs, as `PatternFunction` takes it. */
export function userFunction(scope: Construct, common: Common, input: FunctionInput) {
  const { memoryMb, timeoutSeconds, reservedConcurrency, policyStatements, vpc } = input;
  const code = userCode(scope, common, input);
  const further = { policyStatements };
  return { code, memoryMb, timeoutSeconds, reservedConcurrency, further, vpc, options: appliedOptions(input) };
}

function userCode(scope: Construct, common: Common, input: FunctionInput): Code {
  const isImage = isSet(input.imageUri);
  const archive = archiveOf(scope, input.filename);
  return {
    filename: archive.filename,
    sourceCodeHash: orElse(input.sourceCodeHash, archive.sourceCodeHash as string),
    s3Bucket: memberOf(input.s3, (s3) => s3.bucket),
    s3Key: memberOf(input.s3, (s3) => s3.key),
    s3ObjectVersion: memberOf(input.s3, (s3) => s3.objectVersion),
    imageUri: input.imageUri,
    packageType: choose(isImage, "Image", "Zip"),
    handler: choose(isImage, undefined, input.handler),
    runtime: choose(isImage, undefined, orElse(input.runtime, common.nodejsRuntime)),
    architectures: [input.architecture],
  };
}

function archiveOf(scope: Construct, filename: string | undefined): { filename?: string; sourceCodeHash?: string } {
  if (filename === undefined) return {};
  if (!isUnknown(filename)) return copiedArchive(scope, filename);
  return {
    filename,
    sourceCodeHash: choose(isSet(filename), Token.asString(tf`filebase64sha256(${filename})`), undefined),
  };
}

type S3 = FunctionInput["s3"];

function memberOf(s3: S3, member: (s3: S3) => string | undefined): string | undefined {
  return choose(isSet(s3), member(s3), undefined);
}
