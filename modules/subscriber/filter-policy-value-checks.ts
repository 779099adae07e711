/** What stands in a filter policy, as patterns of JSON text: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const NUMBER = "-?[0-9][0-9.eE+-]*";
// jsonencode writes < and > as escapes.
const LESS = "(?:<|\\\\u003c)=?";
const MORE = "(?:>|\\\\u003e)=?";
const listOf = (item: string) => `\\[(?:${item}[,\\]])+`;

/** The operators of filter policies that take a text, and the JSON text of what the others take. */
const TEXT_OPERATORS = ["equals-ignore-case", "prefix", "suffix"];
// Ranges of addresses and patterns are those of the matcher that SNS shares with EventBridge: https://github.com/aws/event-ruler
const BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
const CIDR = `"(?:${BYTE}(?:[.]${BYTE}){3}/(?:[12]?[0-9]|3[0-2])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/(?:[1-9]?[0-9]|1[01][0-9]|12[0-8]))"`;
/** Without two wildcards in a row. */
const WILDCARD = '"(?:[*]?(?:[^"\\\\*]|\\\\.))*[*]?"';
const OPERATORS: Readonly<Record<string, string>> = {
  "anything-but": `(?:${TEXT}|${NUMBER}|${listOf(TEXT)}|${listOf(NUMBER)}|\\{"(?:prefix|suffix|equals-ignore-case|wildcard)":(?:${TEXT}|${listOf(TEXT)})\\})`,
  cidr: CIDR,
  exists: "(?:true|false)",
  numeric: `\\["(?:(?:=|${LESS}|${MORE})",${NUMBER}|${MORE}",${NUMBER},"${LESS}",${NUMBER})\\]`,
  wildcard: WILDCARD,
  [`(?:${TEXT_OPERATORS.join("|")})`]: TEXT,
};
export const OPERATOR_NAMES = [...TEXT_OPERATORS, "anything-but", "cidr", "exists", "numeric", "wildcard"].sort();
const operators = Object.entries(OPERATORS).map(([name, operand]) => `\\{"${name}":${operand}\\}`);

/** The JSON text of a key's list of values. */
export const VALUES = `^${listOf(`(?:${TEXT}|${NUMBER}|true|false|null|${operators.join("|")})`)}$`;

/** The operand of `numeric`, a range in it, and the numbers in it. */
export const NUMERIC = '"numeric":\\[[^\\]]*\\]';
export const RANGE = `"${MORE}",(${NUMBER}),"${LESS}",(${NUMBER})`;
export const INCLUSIVE_RANGE = `"${MORE}=",${NUMBER},"${LESS}=",${NUMBER}`;
export const OPERAND = `,(${NUMBER})`;
/** https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html */
export const MAX_NUMBER = 1_000_000_000;
