import { readFileSync, statSync } from "node:fs";
import { check } from "../../lib/checks";
import { type Bool, isUnknown, tf } from "../../lib/expression";
import type { Check } from "../../lib/types";

/** What Lambda takes as code: a zip file, or a container image. */

/** A zip file that is sent with the request: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_MB = 50;
/** Whole groups of three bytes, each of which is four characters in Base64: two bytes less than the bound. */
const MAX_GROUPS = Math.floor((MAX_MB * 1024 * 1024) / 3);
export const MAX_BYTES = MAX_GROUPS * 3;
const MAX_CHARACTERS = MAX_GROUPS * 4;

/** How a zip file with something in it begins; `PK` and the bytes 3 and 4, which in Base64 are these characters. */
const FIRST_BYTES = Buffer.from("PK\u0003\u0004");
const FIRST_CHARACTERS = FIRST_BYTES.toString("base64").slice(0, 5);

/** What cannot be a path, or lies below a file, is no file either: Node throws for it. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Terraform's own word about a folder is an error. */
const isFileExpression = (path: string) => tf`try(fileexists(${path}), false)`;

const exists = (path: string): Check => ({
  holds: isUnknown(path) ? isFileExpression(path) : isFile(path),
  must: "be a file that exists: build the package first; a relative path starts where Terraform runs",
});

/** Decides about a file; one that does not exist is told of already. */
function ofFile(path: string, literal: () => boolean, expression: () => Bool): Bool {
  if (isUnknown(path)) return tf`${isFileExpression(path)} ? ${expression()} : true`;
  return isFile(path) ? literal() : true;
}

const isZip = (path: string): Check => ({
  holds: ofFile(
    path,
    () => readFileSync(path).subarray(0, FIRST_BYTES.length).equals(FIRST_BYTES),
    () => tf`startswith(filebase64(${path}), ${FIRST_CHARACTERS})`,
  ),
  must: "be a zip file with something in it",
});

const isSmall = (path: string): Check => ({
  holds: ofFile(
    path,
    () => statSync(path).size <= MAX_BYTES,
    () => tf`length(filebase64(${path})) <= ${MAX_CHARACTERS}`,
  ),
  must: `be at most ${MAX_MB} MB, which is what Lambda takes with a request: put it into a bucket, and give s3`,
});

/** What filename must be, each check with a message of its own. */
export const packageChecks = [exists, isZip, isSmall];

const TAG = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const DIGEST = "@sha256:[0-9a-f]{64}";

/** The registry's account, region and domain, and what stands after it. */
export const imageChecks = [
  check.matching(
    `^[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.][a-z0-9.-]+/[a-z0-9]+([._/-]+[a-z0-9]+)*(${TAG}|(${TAG})?${DIGEST})$`,
    "be an ECR image with tag or digest",
  ),
];
