import { gzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020";
import { Token } from "cdktf";
import { PAYLOAD_FORMATS } from "../../functions/queue-load-leveling/payload-formats";
import { compilePayloadSchema, payloadPattern } from "../../functions/queue-load-leveling/payload-schema";
import { check } from "../../lib/checks";
import { type Expression, isUnknown, tf } from "../../lib/expression";
import type { Check } from "../../lib/types";
import { schemaOf, unknownKeywordsOf, valuesOf } from "./schema-keyword-checks";
import { schemaKeywordsCount, schemaValuesFit } from "./schema-value-checks";

const JSON_TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];
const FORMATS = Object.keys(PAYLOAD_FORMATS).sort();
const DIALECT = "https://json-schema.org/draft/2020-12/schema";
/** A function's environment holds 4 KB; what is left beside our other variables. */
const MAX_SCHEMA_GZIP_CHARACTERS = 3000;

const schemaIsObject = check.json(
  'be a JSON Schema as JSON text whose top is an object, such as jsonencode({ type = "object" })',
);

const schemaTypeIsKnown = (schema: string): Check => {
  const types = valuesOf(schema, "type");
  return {
    holds: isKnown(types)
      ? types.every((type) => JSON_TYPES.includes(type as string))
      : tf`try(alltrue([for type in ${types} : contains(${JSON_TYPES}, type)]), true)`,
    must: `be a JSON Schema whose type is one of ${JSON_TYPES.join(", ")}`,
  };
};

const schemaIsOfDialect = (schema: string): Check => ({
  holds: isUnknown(schema)
    ? tf`try(trimsuffix(jsondecode(${schema})["$schema"], "#") == ${DIALECT}, true)`
    : [DIALECT, `${DIALECT}#`].includes(String(schemaOf(schema)["$schema"] ?? DIALECT)),
  must: `be a JSON Schema of draft 2020-12: leave out $schema, or set it to ${DIALECT}`,
});

const schemaFormatsAreChecked = (schema: string): Check => {
  const formats = valuesOf(schema, "format");
  const others = isKnown(formats)
    ? formats.filter((format) => !FORMATS.includes(format as string))
    : tf`[for format in ${formats} : format if !contains(${FORMATS}, format)]`;
  return none(others, (found) => `use no format but ${FORMATS.join(", ")}: write a pattern instead of ${found}`);
};

/**
 * Regular expressions that RE2, Terraform's, does not know, and JavaScript does: look-around, named groups, references back, escapes by code,
 * properties, empty classes, a backspace in a class, an escaped underscore, and more than 1000 repetitions, for which those within repeated groups are
 * multiplied. Of those Terraform cannot judge.
 */
const NOT_RE2 =
  "\\(\\?(?:[=!]|<[=!a-zA-Z])|\\\\[1-9kucpP_]|\\[\\^?\\]|\\[[^\\]]*\\\\b|\\{[0-9]*,?[0-9]{4,}|\\{[0-9].*\\)\\{[0-9]";
/** And the other way round: groups with flags, and Python's names of groups. */
const RE2_ONLY = "\\(\\?(?:P|[imsU-]+[:)])";

const schemaPatternsCompile = (schema: string): Check => {
  const patterns = valuesOf(schema, "pattern");
  const wrong = isKnown(patterns)
    ? patterns.filter((pattern) => !isPattern(pattern as string))
    : tf`[for pattern in ${patterns} : pattern if can(regexall(pattern, "")) ? can(regex(${RE2_ONLY}, pattern)) : !can(regex(${NOT_RE2}, pattern))]`;
  return none(wrong, (found) => `have patterns that are regular expressions, which is not true of ${found}`);
};

const schemaKeywordsAreKnown = (schema: string): Check =>
  none(
    unknownKeywordsOf(schema),
    (found) => `have no keyword that JSON Schema does not know, as ${found}: correct it, or begin it with x-`,
  );

/** For literals all that Ajv finds besides, such as a reference that leads nowhere. */
const schemaCompiles = (schema: string): Check => {
  const judged = isUnknown(schema) || RULES.some((rule) => rule(schema).holds !== true);
  const fault = judged ? undefined : faultOf(schemaOf(schema));
  return { holds: fault === undefined, must: `be a JSON Schema that can be used, but: ${fault}` };
};

const schemaFitsEnvironment = (schema: string) => ({
  holds: isUnknown(schema)
    ? tf`length(base64gzip(${schema})) <= ${MAX_SCHEMA_GZIP_CHARACTERS}`
    : gzipSync(schema).toString("base64").length <= MAX_SCHEMA_GZIP_CHARACTERS,
  must: `be at most ${MAX_SCHEMA_GZIP_CHARACTERS} characters gzipped, to fit the function's environment: leave out descriptions, or check details in the worker`,
});

/** Holds when the list is empty; the message names what is in it. What is no JSON has another message. */
function none(found: readonly unknown[] | Expression, must: (found: string) => string): Check {
  if (isKnown(found)) return { holds: found.length === 0, must: must(found.join(", ")) };
  return { holds: tf`try(length(${found}) == 0, true)`, must: must(Token.asString(tf`try(join(", ", ${found}), "")`)) };
}

const isKnown = (list: readonly unknown[] | Expression): list is readonly unknown[] => Array.isArray(list);

function isPattern(pattern: string): boolean {
  try {
    return payloadPattern(pattern) !== undefined;
  } catch {
    return false;
  }
}

function faultOf(schema: object): string | undefined {
  try {
    compilePayloadSchema(Ajv2020, schema, { allErrors: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What a plan can see of a schema, each rule with a message of its own. */
const RULES = [
  schemaIsObject,
  schemaTypeIsKnown,
  schemaIsOfDialect,
  schemaFormatsAreChecked,
  schemaPatternsCompile,
  schemaKeywordsAreKnown,
  schemaValuesFit,
  schemaKeywordsCount,
];

/** What a request schema must be. */
export const requestSchemaChecks = [...RULES, schemaCompiles, schemaFitsEnvironment];
