import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** What our rows hold. Not more: @aws-sdk/util-dynamodb would bring sets, binaries and big numbers that no row has. */
export type Value = string | number | boolean | { readonly [name: string]: Value | undefined };

/** A value as DynamoDB wants it; properties that are undefined are left out. */
export function toAttribute(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  return { M: toItem(value) };
}

/** An object as a DynamoDB item or map. */
export function toItem(object: { readonly [name: string]: Value | undefined }): Record<string, AttributeValue> {
  const present = Object.entries(object).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, toAttribute(value)]));
}

/** The way back. Attributes of types that our rows do not have are left out: others may add attributes of their own. */
export function fromItem(item: Readonly<Record<string, AttributeValue>>): Record<string, Value> {
  const values = Object.entries(item).map(([name, attribute]) => [name, fromAttribute(attribute)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function fromAttribute({ S, N, BOOL, M }: AttributeValue): Value | undefined {
  if (N !== undefined) return Number(N);
  return S ?? BOOL ?? (M === undefined ? undefined : fromItem(M));
}
