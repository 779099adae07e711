import { createHash } from "node:crypto";

/** Enough to tell any change; a cursor stays short. */
const DIGEST_BYTES = 16;

/** Length first, so that no two pairs give the same bytes. */
const digest = (scope: string, position: string) =>
  createHash("sha256").update(`${scope.length}\n${scope}${position}`).digest().subarray(0, DIGEST_BYTES);

/**
 * A position in a list as clients carry it from page to page: opaque, safe in a URL, and good for this list alone. The digest finds
 * mistakes; it is no signature, so the position must not say what the caller may see.
 * @param scope what makes the list: its name and its filters
 */
export const cursorAt = (scope: string, position: string): string =>
  Buffer.concat([digest(scope, position), Buffer.from(position)]).toString("base64url");

/** The way back; undefined for anything but a cursor of this list. */
export function positionOf(scope: string, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  // Buffer passes over characters that are not base64url, and over bits beyond the last byte.
  if (bytes.toString("base64url") !== cursor) return undefined;
  const position = bytes.subarray(DIGEST_BYTES).toString();
  return digest(scope, position).equals(bytes.subarray(0, DIGEST_BYTES)) ? position : undefined;
}
