import { Token, Tokenization } from "cdktf";
import { NULL } from "./logic";

/** An output of a pattern: a token, a literal, or a map of them, and what it is for. */
export interface Output<T> {
  readonly value: T;
  readonly description: string;
}

export type Outputs = Readonly<Record<string, Output<unknown>>>;

export function output<T>(description: string, value: T): Output<T> {
  return { description, value };
}

/** The value with Terraform's null for what is absent: cdktf's outputs crash on a null within an object. */
export function withNulls(value: unknown): unknown {
  if (value === undefined || value === null) return NULL;
  if (Array.isArray(value)) return Token.isUnresolved(value) ? value : value.map(withNulls);
  if (typeof value !== "object" || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withNulls(member)]));
}

/** The values alone, as users of a construct read them: `jobs.outputs.queueUrl`. */
export type OutputValues<O extends Outputs> = { readonly [K in keyof O]: O[K]["value"] };

export function outputValues<O extends Outputs>(outputs: O): OutputValues<O> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as OutputValues<O>;
}
