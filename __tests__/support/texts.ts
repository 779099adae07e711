import * as fc from "fast-check";

const AWKWARD_PIECES = [
  "$",
  "%",
  "{",
  "}",
  "${",
  "%{",
  '"',
  "\\",
  "\n",
  "\\n",
  "'",
  "`",
  "~",
  "é",
  "🌍",
  "\u0301",
  "var.x",
];

/** Texts with what Terraform's strings and templates treat as special in every neighbourhood. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  // Whole characters only: half a surrogate pair has no UTF-8.
  fc.string({ unit: "grapheme" }),
  fc
    .array(fc.oneof(fc.constantFrom(...AWKWARD_PIECES), fc.string({ maxLength: 2 })), { maxLength: 8 })
    .map((parts) => parts.join("")),
);

/** JSON documents as they are parsed. Beyond 1e200 a number would be taken for a leaked token. */
export const jsonDocuments: fc.Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value).replace(/[\d.]+e\+\d{3}/g, "1e100")) as unknown);
