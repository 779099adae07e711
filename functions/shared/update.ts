import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { toAttribute, toItem, type Value } from "./items";

type Values = { readonly [name: string]: Value | undefined };

/** A change of one item. Properties that are undefined change nothing. */
export interface Change {
  readonly set?: Values;
  /** Set unless the item has the attribute. */
  readonly setIfAbsent?: Values;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  readonly condition?: Condition;
}

/** When a write may happen: `#name` stands for an attribute, `:name` for one of `values`. */
export interface Condition {
  readonly expression: string;
  readonly values?: Values;
}

/** The `#name` placeholders of expressions, as DynamoDB wants them. All names go through it: some of ours are reserved words. */
export function expressionNames(...expressions: readonly string[]): Record<string, string> {
  const names = expressions.flatMap((expression) => expression.match(/#\w+/g) ?? []);
  return Object.fromEntries(names.map((name) => [name, name.slice(1)]));
}

/** The `:name` placeholders of a condition's values. */
export function expressionValues(
  values: Values = {},
): NonNullable<UpdateItemCommandInput["ExpressionAttributeValues"]> {
  return Object.fromEntries(Object.entries(toItem(values)).map(([name, value]) => [`:${name}`, value]));
}

/** The UpdateItem call for a change. */
export function updateInput(tableName: string, id: string, change: Change): UpdateItemCommandInput {
  const { set, setIfAbsent, add, remove = [], condition } = change;
  const values = expressionValues(condition?.values);
  const placeholder = (name: string, value: Value) => {
    values[`:new_${name}`] = toAttribute(value);
    return `:new_${name}`;
  };
  const defined = (object: Values = {}) =>
    Object.entries(object).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  const sets = [
    ...defined(set).map(([name, value]) => `#${name} = ${placeholder(name, value)}`),
    ...defined(setIfAbsent).map(([name, value]) => `#${name} = if_not_exists(#${name}, ${placeholder(name, value)})`),
  ];
  const clauses = {
    SET: sets,
    REMOVE: remove.map((name) => `#${name}`),
    ADD: defined(add).map(([name, value]) => `#${name} ${placeholder(name, value)}`),
  };
  const expression = Object.entries(clauses)
    .filter(([, parts]) => parts.length > 0)
    .map(([verb, parts]) => `${verb} ${parts.join(", ")}`)
    .join(" ");
  return {
    TableName: tableName,
    Key: { id: { S: id } },
    UpdateExpression: expression,
    ConditionExpression: condition?.expression,
    ExpressionAttributeNames: expressionNames(expression, condition?.expression ?? ""),
    ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
    ReturnValuesOnConditionCheckFailure: condition === undefined ? undefined : "ALL_OLD",
  };
}
