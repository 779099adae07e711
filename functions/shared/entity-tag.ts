/** What an `If-Match` header admits: anything that exists, or what has one of these entity tags, quotes included. */
export type IfMatch = "*" | readonly string[];

/** A DynamoDB condition takes 100 values, and a client knows one or two versions. */
const MAX_TAGS = 20;

const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** Reads an `If-Match` header (RFC 9110, 13.1.1); undefined when it is none, or names more than 20 tags. */
export function parseIfMatch(header: string): IfMatch | undefined {
  if (header.trim() === "*") return "*";
  // A comma may be part of a tag.
  const parts = header.match(/(?:W\/)?"[^"]*"|,|[^,"]+|"/g) ?? [];
  const elements = [""];
  for (const part of parts) {
    if (part === ",") elements.push("");
    else elements[elements.length - 1] += part;
  }
  const tags = elements.map((element) => element.trim()).filter((element) => element !== "");
  return tags.length > 0 && tags.length <= MAX_TAGS && tags.every((tag) => TAG.test(tag)) ? tags : undefined;
}

/** The entity tag of a version: 1, 2, 3 … */
export const entityTag = (version: number): string => `"${version}"`;

/** The versions that an `If-Match` admits, maybe none; undefined for any. Weak tags never match: the comparison is a strong one. */
export function versionsOf(ifMatch: IfMatch): readonly number[] | undefined {
  if (ifMatch === "*") return undefined;
  const versions = ifMatch.flatMap((tag) => /^"([1-9]\d{0,14})"$/.exec(tag)?.[1] ?? []).map(Number);
  return [...new Set(versions)];
}
