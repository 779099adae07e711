import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";
import { namingWrong } from "../../lib/findings";
import { areDistinct, matching, namesOf, valuesOf } from "../../lib/lists";
import type { Check } from "../../lib/types";

/**
 * What all the services take as tags, which is what IAM does:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html, and `Tag` in the service models.
 */

const CHARACTER = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const MAX_TAGS = 50;

type Tags = Readonly<Record<string, string>>;

const KEY = `^${CHARACTER}{1,128}$`;
const OF_AWS = "^[Aa][Ww][Ss]:";
const values = check.eachMatching(
  `^${CHARACTER}{0,256}$`,
  "have values of at most 256 letters, digits, spaces or _ . : / = + - @",
);
const few = check.atMost(MAX_TAGS, "tags, AWS's bound, with those of the provider's default_tags among them");

function lowerCase(texts: readonly string[]): string[] {
  return isUnknown(texts)
    ? Token.asList(tf`[for text in ${texts} : lower(text)]`)
    : texts.map((text) => text.toLowerCase());
}

/** What tags must be, each check with a message of its own. */
export const tagChecks: readonly ((tags: Tags) => Check)[] = [
  (tags) =>
    namingWrong(
      matching(namesOf(tags), KEY, false),
      "have keys of 1 to 128 letters, digits, spaces or _ . : / = + - @",
    ),
  (tags) => values(valuesOf(tags)),
  (tags) =>
    namingWrong(matching(namesOf(tags), OF_AWS), "have keys that do not begin with aws:, which AWS keeps for itself"),
  (tags) => few(namesOf(tags)),
  (tags) => ({
    holds: areDistinct(lowerCase(namesOf(tags))),
    must: "have keys that differ in more than upper and lower case, since IAM takes those for one",
  }),
];
