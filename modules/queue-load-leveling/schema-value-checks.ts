import { Token } from "cdktf";
import { isUnknown, tf } from "../../lib/expression";
import { namingWrong } from "../../lib/findings";
import { matching } from "../../lib/lists";
import type { Check } from "../../lib/types";
import { schemaOf, schemasIn, schemasInText } from "./schema-keyword-checks";

/** What keywords take, and what they need beside them: https://json-schema.org/draft/2020-12/schema */

/** Keywords that are ignored without one of the others. */
const PARTNERS: readonly (readonly [string, readonly string[]])[] = [
  ["if", ["then", "else"]],
  ["then", ["if"]],
  ["else", ["if"]],
  ["maxContains", ["contains"]],
  ["minContains", ["contains"]],
];

const SCHEMA = "([{].*|true|false)";
const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
/** Keywords by what they take, as patterns of JSON text. */
const VALUES: readonly (readonly [string, readonly string[]])[] = [
  [TEXT, ["[$](anchor|comment|dynamicAnchor|dynamicRef|id|ref|schema)", "description", "title"]],
  [TEXT, ["contentEncoding", "contentMediaType", "format", "pattern"]],
  ["(true|false)", ["deprecated", "readOnly", "uniqueItems", "writeOnly"]],
  ["-?[0-9].*", ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"]],
  ["([1-9]|0[.]0*[1-9]).*", ["multipleOf"]],
  ["[0-9]+", ["maxContains", "maxItems", "maxLength", "maxProperties"]],
  ["[0-9]+", ["minContains", "minItems", "minLength", "minProperties"]],
  [SCHEMA, ["additionalProperties", "contains", "contentSchema", "else", "if", "items", "not"]],
  [SCHEMA, ["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"]],
  [`\\[${SCHEMA}.*`, ["allOf", "anyOf", "oneOf", "prefixItems"]],
  ["[{].*", ["definitions", "dependentRequired", "dependentSchemas", "patternProperties", "properties", "[$]defs"]],
  ["\\[.*", ["examples"]],
  ["\\[.+\\]", ["enum"]],
  [`(\\[\\]|\\[(${TEXT}[,\\]])+)`, ["required"]],
];
const KEYWORDS = VALUES.flatMap(([, keywords]) => keywords).join("|");
const MEMBER = VALUES.map(([value, keywords]) => `(${keywords.join("|")}) = ${value}`).join("|");

/** The members of a schema and of all within it, such as `minLength = 3`. */
function membersOf(schema: string): string[] {
  if (isUnknown(schema)) {
    const members = tf`[for name in try(keys(schema), []) : join(" = ", [name, jsonencode(schema[name])])]`;
    return Token.asList(tf`try(flatten([for schema in ${schemasInText(schema)} : ${members}]), [])`);
  }
  return schemasIn(schemaOf(schema)).flatMap((one) =>
    Object.entries(one).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  );
}

export const schemaValuesFit = (schema: string): Check =>
  namingWrong(
    matching(matching(membersOf(schema), `^(${KEYWORDS}) = `), `^(${MEMBER})$`, false),
    "give its keywords the values that JSON Schema has for them",
  );

/** Ajv calls it a mistake that a keyword says nothing; so Terraform does, too. */
export function schemaKeywordsCount(schema: string): Check {
  const must =
    "have no keyword that says nothing by itself: then and else need if, if one of them, minContains and maxContains need contains";
  if (isUnknown(schema)) {
    const lone = tf`[for pair in ${PARTNERS} : pair[0] if contains(try(keys(schema), []), pair[0]) && length(setintersection(pair[1], try(keys(schema), []))) == 0]`;
    return namingWrong(
      Token.asList(tf`try(distinct(flatten([for schema in ${schemasInText(schema)} : ${lone}])), [])`),
      must,
    );
  }
  const lone = schemasIn(schemaOf(schema)).flatMap((one) =>
    PARTNERS.flatMap(([name, partners]) =>
      Object.hasOwn(one, name) && !partners.some((partner) => Object.hasOwn(one, partner)) ? [name] : [],
    ),
  );
  return namingWrong([...new Set(lone)], must);
}
