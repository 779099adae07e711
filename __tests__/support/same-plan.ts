import { addressPart } from "../../lib/names";
import type { Change, Plan } from "./plan";

/**
 * What a module call plans, by address within it, and its outputs. Comparable between a construct with literals and the module with
 * variables: where the packages lie is all the same, and addresses are `sameAddress`es.
 */
export function planned(plan: Plan, call: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { address, change } of plan.resource_changes) {
    if (!address.startsWith(`module.${call}.`)) continue;
    const place = sameAddress(address.slice(`module.${call}.`.length));
    if (place in found) throw new Error(`${address} cannot be told apart from another one in the same place`);
    found[place] = comparable(change);
  }
  return { ...found, outputs: comparable(plan.output_changes[call] as Change) };
}

const ADDRESS = /^(?:module\.)?(.*?)((?:data\.)?[a-z]+_\w+)\.(\w+)((?:\[.*\])?)$/;

/**
 * An address in which the entry of a map stands alike for literals, where its key is part of the name (`function_orders_custom`), and for
 * variables, where it is an index, of a resource (`function_custom["orders"]`) or of a module (`module.function["orders"]`): the words
 * after the type are sorted. `[0]` is all the same.
 */
export function sameAddress(address: string): string {
  const [, modules = "", type = "", name = "", index = ""] = ADDRESS.exec(address.replaceAll("[0]", "")) ?? [];
  if (type === "") throw new Error(`${address} is no address of a resource`);
  const words = addressPart([modules, name, index].join(".")).split("_");
  const meant = words.filter((word) => word !== "module");
  return `${type}.${meant.sort().join("_")}`;
}

/** What is done to a resource or an output, and what it is then. */
export function comparable({ actions, after, after_unknown }: Change): unknown {
  const { filename, ...rest } = (after ?? {}) as Readonly<Record<string, unknown>>;
  return { actions, after: { ...rest, filename: typeof filename }, unknown: withoutFalse(after_unknown) };
}

/** What is unknown, without the empty shells that Terraform writes around what is known. */
function withoutFalse(unknown: unknown): unknown {
  if (typeof unknown !== "object" || unknown === null) return unknown;
  return Object.fromEntries(
    Object.entries(unknown)
      .map(([key, member]) => [key, withoutFalse(member)] as const)
      .filter(([, member]) => member !== false && JSON.stringify(member) !== "{}"),
  );
}
