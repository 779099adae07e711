import { check, matches } from "../../lib/checks";
import { type Bool, type Expression, isUnknown, raw, tf } from "../../lib/expression";
import type { Check } from "../../lib/types";
import {
  INCLUSIVE_RANGE,
  MAX_NUMBER,
  NUMERIC,
  OPERAND,
  OPERATOR_NAMES,
  RANGE,
  VALUES,
} from "./filter-policy-value-checks";

/**
 * What SNS takes as a filter policy, so that a wrong one ends at plan and not in the middle of a deployment:
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 * Each rule stands twice, for literals and for Terraform, over one grammar and the same bounds.
 */

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
/** Terraform knows no recursion, so the expression for it is written out this deep. SNS names no bound. */
const MAX_LEVELS = 4;

type Policy = Readonly<Record<string, unknown>>;

const isPolicy = (value: unknown): value is Policy =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `$or` is an operator before a list of two or more policies without names of operators, and else a key like any other. */
const isAlternatives = (key: string, value: unknown): boolean =>
  key === "$or" &&
  Array.isArray(value) &&
  value.length > 1 &&
  value.every((one) => isPolicy(one) && !Object.keys(one).some((name) => OPERATOR_NAMES.includes(name)));

/** The policies within a member: one object, or alternatives; empty for a list of values. */
function policiesWithin(key: string, value: unknown): Policy[] {
  if (isPolicy(value) && Object.keys(value).length > 0) return [value];
  return isAlternatives(key, value) ? (value as Policy[]) : [];
}

/** A member of a policy in Terraform, where the names of the variables tell the levels apart. */
function memberAt(level: number) {
  const key = raw(`key_${level}`);
  const value = raw(`value_${level}`);
  const alternatives = tf`try(${key} == "$or" && length(${value}) > 1 && alltrue([for one in ${value} : length(setintersection(keys(one), ${OPERATOR_NAMES})) == 0]), false)`;
  // flatten: an object as a list of one, a list as it is.
  const policies = tf`flatten([${value}])`;
  return { key, value, alternatives, policies, hasPolicies: tf`try(length(keys(${value})) > 0, ${alternatives})` };
}

/** The JSON text of all that stands where a list of values should. */
function valuesOf(policy: Policy, level = 1): string[] {
  return Object.entries(policy).flatMap(([key, value]) => {
    const within = level < MAX_LEVELS ? policiesWithin(key, value) : [];
    return within.length > 0 ? within.flatMap((one) => valuesOf(one, level + 1)) : [JSON.stringify(value)];
  });
}

function valuesExpression(policy: Expression, level = 1): Expression {
  const { key, value, policies, hasPolicies } = memberAt(level);
  if (level === MAX_LEVELS) return tf`[for ${value} in values(${policy}) : jsonencode(${value})]`;
  const inner = raw(`policy_${level}`);
  return tf`flatten([[for ${key}, ${value} in ${policy} : jsonencode(${value}) if !${hasPolicies}], [for ${key}, ${value} in ${policy} : [for ${inner} in ${policies} : ${valuesExpression(inner, level + 1)}] if ${hasPolicies}]])`;
}

/** SNS multiplies the numbers of values, each times the depth of its key; alternatives add up. */
function combinationsOf(policy: Policy, depth = 1): number {
  return Object.entries(policy).reduce((product, [key, value]) => {
    const within = policiesWithin(key, value);
    const inner = within.map((one) => combinationsOf(one, isPolicy(value) ? depth + 1 : depth));
    if (inner.length > 0) return product * inner.reduce((sum, one) => sum + one, 0);
    return product * (Array.isArray(value) ? value.length * depth : 1);
  }, 1);
}

function combinationsExpression(policy: Expression, depth: Expression, level = 1): Expression {
  const { key, value, policies, hasPolicies } = memberAt(level);
  const inner = raw(`policy_${level}`);
  const within = () => combinationsExpression(inner, tf`${depth} + (can(keys(${value})) ? 1 : 0)`, level + 1);
  const ofValues = tf`log(length(${value}) * ${depth}, 2)`;
  const factors =
    level === MAX_LEVELS
      ? tf`[for ${value} in values(${policy}) : ${ofValues}]`
      : tf`concat([for ${key}, ${value} in ${policy} : ${ofValues} if !${hasPolicies}], [for ${key}, ${value} in ${policy} : log(sum([for ${inner} in ${policies} : ${within()}]), 2) if ${hasPolicies}])`;
  // Terraform has no product; 2^50 is beyond every bound and before any rounding.
  return tf`floor(0.5 + pow(2, min(50, sum(concat([0], ${factors})))))`;
}

/** The keys that SNS counts: those at the top, and those of alternatives. */
function keysOf(policy: Policy): string[] {
  return Object.entries(policy).flatMap(([key, value]) =>
    isAlternatives(key, value) ? (value as Policy[]).flatMap((one) => Object.keys(one)) : [key],
  );
}

function keysExpression(policy: Expression): Expression {
  const { key, value, alternatives } = memberAt(1);
  return tf`flatten([[for ${key}, ${value} in ${policy} : ${key} if !${alternatives}], [for ${key}, ${value} in ${policy} : [for one in ${value} : keys(one)] if ${alternatives}]])`;
}

/** Decides about a policy that is a JSON object; what is none has a check of its own. */
function decide(
  text: string,
  literal: (policy: Policy) => boolean,
  expression: (policy: Expression) => Expression,
): Bool {
  if (isUnknown(text)) return tf`try(${expression(tf`jsondecode(${text})`)}, !can(keys(jsondecode(${text}))))`;
  try {
    const policy: unknown = JSON.parse(text);
    return isPolicy(policy) ? literal(policy) : true;
  } catch {
    return true;
  }
}

const isObject = check.json(
  'be a filter policy as JSON text whose top is an object, such as jsonencode({ type = ["order.placed"] })',
);

const hasKnownValues = (policy: string): Check => ({
  holds: decide(
    policy,
    (given) => Object.keys(given).length > 0 && valuesOf(given).every((values) => matches(VALUES, values)),
    (given) =>
      tf`length(${given}) > 0 && alltrue([for values in ${valuesExpression(given)} : can(regex(${VALUES}, values))])`,
  ),
  must: `hold at least one key, and for each key a list of strings, numbers, true, false, null or operators (${OPERATOR_NAMES.join(", ")}), in objects nested at most ${MAX_LEVELS} levels deep; null lets everything through`,
});

function isReal(numeric: string): boolean {
  const numbers = Array.from(numeric.matchAll(new RegExp(OPERAND, "gu")), ([, number]) => Number(number));
  const [low = 0, high = low] = numbers;
  const isRange = new RegExp(RANGE, "u").test(numeric);
  const mayBeOne = new RegExp(INCLUSIVE_RANGE, "u").test(numeric);
  return (
    numbers.every((number) => Math.abs(number) <= MAX_NUMBER) && (!isRange || low < high || (mayBeOne && low === high))
  );
}

const isRealExpression = (numeric: Expression) =>
  tf`alltrue([for operand in regexall(${OPERAND}, ${numeric}) : abs(tonumber(operand[0])) <= ${MAX_NUMBER}]) && alltrue([for range in regexall(${RANGE}, ${numeric}) : tonumber(range[0]) < tonumber(range[1]) || (can(regex(${INCLUSIVE_RANGE}, ${numeric})) && tonumber(range[0]) == tonumber(range[1]))])`;

const hasRealRanges = (policy: string): Check => ({
  holds: decide(
    policy,
    (given) =>
      valuesOf(given).every((values) => (values.match(new RegExp(NUMERIC, "gu")) ?? []).every((one) => isReal(one))),
    (given) =>
      tf`try(alltrue([for values in ${valuesExpression(given)} : alltrue([for numeric in regexall(${NUMERIC}, values) : ${isRealExpression(raw("numeric"))}])]), true)`,
  ),
  must: `hold numeric ranges that begin below their end, of numbers from -${MAX_NUMBER} to ${MAX_NUMBER}, SNS's bounds`,
});

const hasFewKeys = (policy: string): Check => ({
  holds: decide(
    policy,
    (given) => new Set(keysOf(given)).size <= MAX_KEYS,
    (given) => tf`length(distinct(${keysExpression(given)})) <= ${MAX_KEYS}`,
  ),
  must: `have at most ${MAX_KEYS} keys at its top, SNS's bound`,
});

const hasFewCombinations = (policy: string): Check => ({
  holds: decide(
    policy,
    (given) => combinationsOf(given) <= MAX_COMBINATIONS,
    (given) => tf`try(${combinationsExpression(given, raw("1"))} <= ${MAX_COMBINATIONS}, true)`,
  ),
  must: `have at most ${MAX_COMBINATIONS} combinations, SNS's bound: the numbers of values multiplied, each times the depth of its key`,
});

/** What a filter policy must be, each check with a message of its own. */
export const filterPolicyChecks = [isObject, hasKnownValues, hasRealRanges, hasFewKeys, hasFewCombinations];

/** Whether it could be about message attributes, which hold no objects. */
export const isFlat = (policy: string): Bool =>
  decide(
    policy,
    (given) =>
      Object.entries(given).every(([key, value]) => {
        const members = isAlternatives(key, value) ? (value as Policy[]).flatMap((one) => Object.values(one)) : [value];
        return !members.some(isPolicy);
      }),
    (given) => {
      const { key, value, alternatives } = memberAt(1);
      const ofAlternatives = tf`alltrue([for one in ${value} : alltrue([for member in values(one) : !can(keys(member))])])`;
      return tf`alltrue([for ${key}, ${value} in ${given} : ${alternatives} ? ${ofAlternatives} : !can(keys(${value}))])`;
    },
  );
