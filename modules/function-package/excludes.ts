import { replaced } from "../../lib/lists";

/** Patterns of what is left out of a package. */

/** What is never code, and tells of the account: Terraform's own files and Git's, wherever they are. */
export const NEVER_PACKED = [
  "**/.terraform",
  "**/.git",
  "**/*.tfstate",
  "**/*.tfstate.*",
  "**/*.tfvars",
  "**/*.tfvars.json",
];

/**
 * The provider compares patterns with clean paths that start in the folder, the folder itself among them as ".": `./x`, `/x`, `x/` and
 * `a//b` would match nothing, and `.*` all. https://github.com/hashicorp/terraform-provider-archive: internal/provider/zip_archiver.go
 */
const CLEANED = [
  ["/([.]?/)+", "/"],
  ["^([.]?/)+", ""],
  ["(/[.]?)+$", ""],
  ["(^|[/{,])[.][*]", "$1.?*"],
] as const;

/** The patterns as the archive provider compares them. */
export function cleaned(patterns: readonly string[]): string[] {
  return replaced(patterns, CLEANED);
}
