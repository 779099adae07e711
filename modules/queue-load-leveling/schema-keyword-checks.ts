import { type Expression, isUnknown, tf } from "../../lib/expression";

/** Keywords whose value is a map of schemas. */
const MAPS = ["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];
/** Keywords whose value is a schema, or a list of schemas. */
const SCHEMAS = [
  ...["additionalProperties", "allOf", "anyOf", "contains", "else", "if", "items", "not", "oneOf", "prefixItems"],
  ...["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"],
];
/** The vocabularies of draft 2020-12 (https://json-schema.org/draft/2020-12/schema), and `definitions`, its name in earlier drafts. */
export const KEYWORDS: readonly string[] = [
  ...MAPS,
  ...SCHEMAS,
  ...["$anchor", "$comment", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema", "$vocabulary"],
  ...["const", "contentEncoding", "contentMediaType", "contentSchema", "default", "dependentRequired", "deprecated"],
  ...["description", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maximum"],
  ...["maxItems", "maxLength", "maxProperties", "minContains", "minimum", "minItems", "minLength", "minProperties"],
  ...["multipleOf", "pattern", "readOnly", "required", "title", "type", "uniqueItems", "writeOnly"],
].sort();

/** Terraform knows no recursion, so its expression is written out this deep. What lies deeper is found when the first job comes. */
const MAX_LEVELS = 10;

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that are none, and do not begin with `x-`, in a schema and all within it. */
export function unknownKeywordsOf(schema: string): readonly string[] | Expression {
  if (isUnknown(schema)) {
    const names = tf`sort(distinct(flatten([for schema in ${schemasInText(schema)} : try(keys(schema), [])])))`;
    return tf`[for name in ${names} : name if !contains(${KEYWORDS}, name) && !startswith(name, "x-")]`;
  }
  const names = schemasIn(schemaOf(schema)).flatMap((one) => Object.keys(one));
  return [...new Set(names)].filter((name) => !KEYWORDS.includes(name) && !name.startsWith("x-")).sort();
}

/** The values of a keyword in a schema and all within it, those of lists one by one. Data, such as `examples`, is none of them. */
export function valuesOf(schema: string, keyword: string): readonly unknown[] | Expression {
  if (isUnknown(schema)) {
    return tf`distinct(flatten([for schema in ${schemasInText(schema)} : try([schema[${keyword}]], [])]))`;
  }
  return [...new Set(schemasIn(schemaOf(schema)).flatMap((one) => one[keyword] ?? []))];
}

/** The object that a text says; an empty one where it says none. */
export function schemaOf(text: string): Schema {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Schema) : {};
  } catch {
    return {};
  }
}

/** A schema and all within it. */
export function schemasIn(value: unknown): Schema[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  const schema = value as Schema;
  const named = MAPS.flatMap((name) => Object.values((schema[name] ?? {}) as object));
  return [schema, ...[...named, ...SCHEMAS.map((name) => schema[name])].flatMap(schemasIn)];
}

/** The same in Terraform: each step finds what is within the schemas of the step before. A `for` over one thing gives it a name. */
export function schemasInText(schema: string): Expression {
  let found = tf`{ all = [jsondecode(${schema})], last = [jsondecode(${schema})] }`;
  for (let level = 1; level < MAX_LEVELS; level++) {
    found = tf`[for so_far in [${found}] : [for next in [flatten([for schema in so_far.last : [[for name in keyword.maps : try(values(schema[name]), [])], [for name in keyword.schemas : try([schema[name]], [])]]])] : { all = concat(so_far.all, next), last = next }][0]][0]`;
  }
  return tf`[for keyword in [{ maps = ${MAPS}, schemas = ${SCHEMAS} }] : ${found}.all][0]`;
}
