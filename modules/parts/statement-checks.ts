import { Token } from "cdktf";
import { bytesOf, matches, strictJson } from "../../lib/checks";
import { type Bool, type Expression, isUnknown, raw, tf } from "../../lib/expression";
import { atLeast } from "../../lib/logic";
import type { Check } from "../../lib/types";

/**
 * What IAM takes as the statements of a role's policy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * Each rule stands for literals and for Terraform side by side, over the same names and patterns.
 */

/** All inline policies of a role together, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_CHARACTERS = 10_240;
/** What the patterns' own policy of a function takes at most, beside the ARNs of a table's indexes. */
export const OWN_POLICY_CHARACTERS = 3072;
export const MAX_CHARACTERS = ROLE_CHARACTERS - OWN_POLICY_CHARACTERS;

const MEMBERS = ["Action", "Condition", "Effect", "NotAction", "NotResource", "Resource", "Sid"];
const ACTION = "^([*]|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$";
const RESOURCE = "^([*]|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$";
/** As JSON text, since Terraform takes a number for a text. Empty is none: https://github.com/localstack/localstack/issues/1556 */
const SID = '^"[A-Za-z0-9]*"$';
const NO_SID = '""';
/** `policyDocumentType` in the service model. */
const CHARACTERS = "^[\\t\\n\\r\\x20-\\xff]+$";
const NAMES_OF_OPERATORS =
  "String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)";
/** Of the two set operators one has a plural: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
const OPERATOR = `^(((ForAllValues|ForAnyValue):)?(${NAMES_OF_OPERATORS})(IfExists)?|Null)$`;

type Statement = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Statement =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Decides about statements; what is no list of objects has a check of its own. */
function decide(
  text: string,
  literal: (statements: readonly Statement[]) => boolean,
  expression: (statements: Expression) => Expression,
): Bool {
  if (isUnknown(text)) return tf`${isListExpression(text)} ? try(${expression(tf`jsondecode(${text})`)}, false) : true`;
  const statements = parsed(text);
  return isList(statements) ? literal(statements) : true;
}

const isList = (value: unknown): value is readonly Statement[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

const isListExpression = (text: string) =>
  tf`try(length([for statement in ${strictJson(text)} : keys(statement)]) > 0, false) && startswith(trimspace(${text}), "[")`;

const isStatements = (text: string): Check => ({
  holds: isUnknown(text) ? isListExpression(text) : isList(parsed(text)),
  must: 'be a JSON list of IAM statements: jsonencode([{ Effect = "Allow", Action = [...], Resource = [...] }])',
});

const has = (statement: Statement, member: string) => Object.hasOwn(statement, member);

const areComplete = (text: string): Check => ({
  holds: decide(
    text,
    (statements) =>
      statements.every(
        (one) =>
          Object.keys(one).every((member) => MEMBERS.includes(member)) &&
          (one["Effect"] === "Allow" || one["Effect"] === "Deny") &&
          has(one, "Action") !== has(one, "NotAction") &&
          has(one, "Resource") !== has(one, "NotResource"),
      ),
    (statements) =>
      tf`alltrue([for one in ${statements} : length(setsubtract(keys(one), ${MEMBERS})) == 0 && contains(["Allow", "Deny"], one.Effect) && can(one.Action) != can(one.NotAction) && can(one.Resource) != can(one.NotResource)])`,
  ),
  must: "hold statements with Effect (Allow or Deny), Action or NotAction, Resource or NotResource, if wanted Sid and Condition, and nothing else: who has the role is its principal",
});

/** A value as a list of one, a list as it is, and nothing of an object. flatten would join lists within the list, too. */
const listExpression = (value: Expression) =>
  tf`try([for item in ${value} : item if !can(keys(${value}))], [${value}])`;

/** Each text of the member, or of the one that stands instead of it, matches. */
const each =
  (member: string, pattern: string, must: string) =>
  (text: string): Check => ({
    holds: decide(
      text,
      (statements) =>
        statements.every((one) => {
          const name = has(one, member) ? member : `Not${member}`;
          const values = has(one, name) ? [one[name]].flat() : ["*"];
          return values.length > 0 && values.every((value) => typeof value === "string" && matches(pattern, value));
        }),
      (statements) => {
        const values = listExpression(tf`try(one.${raw(member)}, one.Not${raw(member)}, "*")`);
        return tf`alltrue([for one in ${statements} : length(${values}) > 0 && alltrue([for value in ${values} : can(regex(${pattern}, value))])])`;
      },
    ),
    must,
  });

/** A text, number or truth value, or a list of one or more of them. */
function isConditionValue(value: unknown): boolean {
  const values = [value].flat();
  return values.length > 0 && values.every((one) => ["string", "number", "boolean"].includes(typeof one));
}

const conditionValues = listExpression(raw("value"));
const isConditionValueExpression = tf`length(${conditionValues}) > 0 && alltrue([for one in ${conditionValues} : can(tostring(one)) && one != null])`;

const conditionsAreKnown = (text: string): Check => ({
  holds: decide(
    text,
    (statements) =>
      statements.every(
        ({ Condition = {} }) =>
          isObject(Condition) &&
          Object.entries(Condition).every(
            ([operator, keys]) =>
              matches(OPERATOR, operator) && isObject(keys) && Object.values(keys).every(isConditionValue),
          ),
      ),
    (statements) =>
      tf`alltrue([for one in ${statements} : can(keys(try(one.Condition, {})))]) && alltrue(flatten([for one in ${statements} : [for operator, keys in try(one.Condition, {}) : can(regex(${OPERATOR}, operator)) && can(keys(keys))]])) && alltrue(flatten([for one in ${statements} : [for keys in values(try(one.Condition, {})) : [for value in values(keys) : ${isConditionValueExpression}]]]))`,
  ),
  must: 'hold conditions such as { StringEquals = { "aws:SourceAccount" = "123456789012" } }, with the operators that IAM knows, and for each key a text, number or truth value, or a list of them',
});

const sidsAreUnique = (text: string): Check => ({
  holds: decide(
    text,
    (statements) => {
      const sids = statements.flatMap((one) => (has(one, "Sid") ? [JSON.stringify(one["Sid"])] : []));
      const given = sids.filter((sid) => sid !== NO_SID);
      return sids.every((sid) => matches(SID, sid)) && new Set(given).size === given.length;
    },
    (statements) => {
      const sids = tf`[for one in ${statements} : jsonencode(one.Sid) if can(one.Sid)]`;
      const given = tf`[for sid in ${sids} : sid if sid != ${NO_SID}]`;
      return tf`alltrue([for sid in ${sids} : can(regex(${SID}, sid))]) && length(distinct(${given})) == length(${given})`;
    },
  ),
  must: "have Sids of letters and digits, each once",
});

/** The statements as they are sent, without white space: Terraform writes some characters as six. */
function compact(text: string): string {
  return isUnknown(text)
    ? Token.asString(tf`try(jsonencode(jsondecode(${text})), "-")`)
    : JSON.stringify(parsed(text) ?? "-").replace(/[<>&]/g, "\\u0026");
}

const areLatin = (text: string): Check => ({
  holds: matches(CHARACTERS, compact(text)),
  must: "hold no characters beyond Latin-1 (U+00FF), which IAM refuses",
});

/** What IAM counts of the statements. */
export const charactersOf = (statements: string): number => bytesOf(compact(statements));

const fit = (text: string): Check => ({
  holds: atLeast(MAX_CHARACTERS, charactersOf(text)),
  must: `be at most ${MAX_CHARACTERS} characters: all inline policies of a role have ${ROLE_CHARACTERS}, and the module's own need some`,
});

/** What policy_statements must be, each check with a message of its own. */
export const statementChecks = [
  isStatements,
  areComplete,
  each("Action", ACTION, 'hold actions such as "s3:GetObject"'),
  each("Resource", RESOURCE, 'hold resources that are ARNs, such as "arn:aws:s3:::code/*", or "*"'),
  conditionsAreKnown,
  sidsAreUnique,
  areLatin,
  fit,
];
