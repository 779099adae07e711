import { TerraformElement, type TerraformResourceLifecycle, type TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type Bool, literal, tf } from "./expression";
import { type CrossCheck, type Finding, finding, findings, told } from "./findings";
import { openly } from "./logic";
import { snakeCase } from "./names";
import { MUST_BE_GIVEN, MUST_NOT_BE_NULL } from "./nulls";
import { membersOf, mismatch, toTerraform } from "./plain";
import type { AnyType, Finish, Members, PlainMembers, ValueMembers } from "./types";

/** Something that Terraform has to check at plan, because it spans inputs or holds tokens. */
export interface Precondition {
  readonly condition: Bool;
  readonly errorMessage: string;
}

/** The `lifecycle` of what carries the preconditions. */
export function preconditionsOf(preconditions: readonly Precondition[]): TerraformResourceLifecycle | undefined {
  if (preconditions.length === 0) return undefined;
  return { precondition: preconditions.map(({ condition, errorMessage }) => ({ condition, errorMessage })) };
}

/**
 * What carries the preconditions of a construct: a resource or data source that always exists, or a construct that hands them to one of its own. It
 * should come before all else, so that Terraform checks before it makes anything.
 */
export interface Carrier extends IConstruct {
  lifecycle?: TerraformResourceLifecycle;
}

/** The findings about which only Terraform can decide. */
export function preconditionsFrom(found: readonly Finding[]): Precondition[] {
  return found
    .filter(({ holds }) => typeof holds !== "boolean")
    .map(({ holds, message }) => ({ condition: holds, errorMessage: message }));
}

/** What a construct body reads: every input as a literal or a token, and what carries their checks. */
export interface Read<M extends Members, C extends Carrier> {
  readonly input: ValueMembers<M>;
  readonly carrier: C;
}

export type PropsOf<I> = I extends Inputs<infer M> ? PlainMembers<M> : never;
export type ReadOf<I> = I extends Inputs<infer M> ? ValueMembers<M> : never;

const VARIABLES = Symbol("variables");

/** The inputs of a pattern, declared once: variables, props, defaults, checks and documentation all come from here. */
export class Inputs<M extends Members> {
  constructor(
    public readonly members: M,
    private readonly crossChecks: (input: ValueMembers<M>) => readonly CrossCheck[],
  ) {}

  /**
   * The inputs of a construct. Literals are checked now, and all violations reported together with the construct's path; what holds
   * a token becomes a precondition. Nobody gets inputs without saying what carries these, so that none can be forgotten.
   * @param carry makes the carrier; the preconditions are written here
   * @throws Error that lists every violation
   */
  public read<C extends Carrier>(
    scope: IConstruct,
    props: PlainMembers<M>,
    carry: (input: ValueMembers<M>) => C,
  ): Read<M, C> {
    const variables = (props as { [VARIABLES]?: ValueMembers<M> })[VARIABLES];
    const violations = variables ? [] : mismatches("", this.members, props as Readonly<Record<string, unknown>>);
    if (violations.length > 0) throw violated(scope, violations);
    const given = variables ?? this.fill(props);
    // A module's variables carry their own validations; only what spans several of them is left.
    const own = variables
      ? []
      : Object.entries(this.members).flatMap(([key, type]) => findings(snakeCase(key), type, given[key]));
    const found = [...own, ...this.crossChecks(given).map(finding)];
    const failed = told(found);
    if (failed.length > 0) throw violated(scope, failed);
    const input = variables ?? this.fill(props, literal);
    const carrier = carry(input);
    carrier.lifecycle = withPreconditions(carrier, preconditionsFrom(found), variables);
    return { input, carrier };
  }

  /** Declares a `variable` for each input in the stack and returns props that stand for them. */
  public variables(stack: TerraformStack): PlainMembers<M> {
    const value = {};
    for (const [key, type] of Object.entries(this.members)) {
      new Variable(stack, snakeCase(key), variableBlock(key, type));
      Object.defineProperty(value, key, { enumerable: true, get: () => type.at(`var.${snakeCase(key)}`) });
    }
    return { [VARIABLES]: value } as unknown as PlainMembers<M>;
  }

  private fill(props: PlainMembers<M>, finish?: Finish): ValueMembers<M> {
    const given = props as Readonly<Record<string, unknown>>;
    const entries = Object.entries(this.members).map(([key, type]) => [key, type.fill(given[key], finish)]);
    return Object.fromEntries(entries) as ValueMembers<M>;
  }
}

/** The carrier's own `lifecycle`, with the preconditions before its own. @param variables of a module, which has several calls */
function withPreconditions(
  { lifecycle }: Carrier,
  preconditions: readonly Precondition[],
  variables: Readonly<Record<string, unknown>> = {},
): Carrier["lifecycle"] {
  const all = [...(preconditionsOf(preconditions)?.precondition ?? []), ...(lifecycle?.precondition ?? [])];
  const named = all.map(({ condition, errorMessage }) => ({
    condition: showing(variables["name"], condition),
    errorMessage: openly(errorMessage),
  }));
  return all.length === 0 ? lifecycle : { ...lifecycle, precondition: named };
}

/**
 * Beside a precondition that fails Terraform shows what its condition refers to, and does not say which call of the module it is about: with the
 * name in the condition one reads it. In the message it would not do, since Terraform gives a message up that it knows in part.
 */
export const showing = (name: unknown, condition: Bool): Bool =>
  name === undefined ? condition : tf`[${condition}, ${name}][0]`;

/** Declares the inputs of a pattern; `crossChecks` are the rules that span several of them. */
export function inputs<M extends Members>(
  members: M,
  crossChecks: (input: ValueMembers<M>) => readonly CrossCheck[] = () => [],
): Inputs<M> {
  return new Inputs(members, crossChecks);
}

function mismatches(path: string, members: Members, given: Readonly<Record<string, unknown>>): string[] {
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(members, key));
  return [
    ...unknown.map((key) => `${path}${key} is no input; the inputs here are ${Object.keys(members).join(", ")}.`),
    ...Object.entries(members).flatMap(([key, type]) => mismatchesOf(`${path}${snakeCase(key)}`, type, given[key])),
  ];
}

function mismatchesOf(path: string, type: AnyType, value: unknown): string[] {
  if (value === undefined || value === null)
    return type.presence === "required" ? [`${path} must ${MUST_BE_GIVEN}.`] : [];
  const must = mismatch(type, value);
  if (must) return [`${path} must ${must}.`];
  if (type.entry) return entryMismatches(path, type.entry, value as Readonly<Record<string, object | null>>);
  return type.members ? mismatches(`${path}.`, type.members, value as Readonly<Record<string, unknown>>) : [];
}

function entryMismatches(path: string, type: AnyType, entries: Readonly<Record<string, object | null>>): string[] {
  return Object.entries(entries).flatMap(([key, entry]) =>
    entry === null
      ? [`${path}["${key}"] must ${MUST_NOT_BE_NULL}.`]
      : mismatches(`${path}["${key}"].`, type.members ?? {}, entry as Readonly<Record<string, unknown>>),
  );
}

function violated(scope: IConstruct, messages: readonly string[]): Error {
  const list = messages.map((message) => `\n  - ${message}`).join("");
  return new Error(`${scope.node.path}: ${messages.length === 1 ? "an input is" : "inputs are"} wrong:${list}`);
}

function variableBlock(key: string, type: AnyType): object {
  const name = snakeCase(key);
  // A rule that only literals can break has nothing to say of a variable.
  const checks = findings(name, type, type.at(`var.${name}`)).filter(({ holds }) => holds !== true);
  return {
    type: type.constraint,
    description: describe(type),
    ...(type.presence === "required" ? {} : { default: toTerraform(type, type.default) }),
    ...(type.presence === "optional" ? {} : { nullable: false }),
    ...(checks.length > 0
      ? { validation: checks.map(({ holds, message }) => ({ condition: holds, error_message: openly(message) })) }
      : {}),
  };
}

/** The description of an input with, for an object, a line for each of its members. */
export function describe(type: AnyType): string {
  return [type.description, ...memberLines(membersOf(type), "")].join("\n");
}

function memberLines(members: Members, indent: string): string[] {
  return Object.entries(members).flatMap(([key, type]) => [
    `${indent}- ${snakeCase(key)}: ${type.description}`,
    ...memberLines(membersOf(type), `${indent}  `),
  ]);
}

/** Renders a `variable` block. cdktf's TerraformVariable snake-cases map keys in defaults and crashes on a null default. */
class Variable extends TerraformElement {
  constructor(
    scope: Construct,
    private readonly variableName: string,
    private readonly block: object,
  ) {
    super(scope, `variable@${variableName}`, "variable");
  }

  public override toTerraform(): object {
    return { variable: { [this.variableName]: this.block } };
  }
}
