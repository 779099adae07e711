import {
  type IResolvable,
  ref,
  type TerraformElement,
  type TerraformMetaArguments,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import type { IConstruct } from "constructs";
import type { Entries } from "./entries";
import { type Bool, isUnknown, raw } from "./expression";
import { choose, NULL } from "./logic";
import { InLoop } from "./loop";

/** The meta-arguments that a conditional resource must be made with. */
export type Conditional = Pick<TerraformMetaArguments, "count" | "forEach">;

/** How often a resource exists: once, under a condition, or for each of several. */
type Times = "once" | "counted" | InLoop;

/** A resource that may not exist. */
export class Maybe<R extends TerraformResource> {
  constructor(
    private readonly resource: R | undefined,
    private readonly times: Times = "once",
  ) {}

  /** An attribute for everybody: null where the resource does not exist. */
  public get<T>(attribute: (resource: R) => T): T {
    if (!this.resource) return Token.asAny(NULL) as T;
    if (this.times === "counted") return attribute(viewOf(this.resource, (read, name) => `one(${read}[*].${name})`));
    if (!(this.times instanceof InLoop) || this.times.condition === true) return this.its(attribute);
    const { key } = this.times.loop;
    return attribute(viewOf(this.resource, (read, name) => `try(${read}[${key}].${name}, null)`));
  }

  /**
   * An attribute for things that exist under the same condition. Where the resource does not exist it may be passed on, but not come
   * out at the end: rendering it throws.
   */
  public its<T>(attribute: (resource: R) => T): T {
    if (!this.resource) return Token.asString(new Missing()) as T;
    if (this.times === "once") return attribute(this.resource);
    const index = this.times === "counted" ? "0" : this.times.loop.key;
    return attribute(viewOf(this.resource, (read, name) => `${read}[${index}].${name}`));
  }

  /** An attribute of all that exist, in lists and expressions of lists, to be joined by `flatten`. */
  public all(attribute: (resource: R) => unknown): unknown[] {
    if (!this.resource) return [];
    if (this.times === "once") return [[attribute(this.resource)]];
    const list = this.times === "counted" ? (read: string) => read : (read: string) => `values(${read})`;
    return [attribute(viewOf(this.resource, (read, name) => `${list(read)}[*].${name}`))];
  }

  /** For `dependsOn`: the resource, or nothing. */
  public get dependency(): R[] {
    return this.resource ? [this.resource] : [];
  }
}

/** Stands for an attribute of a resource that does not exist. */
class Missing implements IResolvable {
  public readonly creationStack: string[] = [];

  public resolve(): never {
    throw new Error("an attribute of a resource that does not exist is used; make both under one condition");
  }

  public toString(): string {
    return Token.asString(this);
  }
}

/**
 * Makes the resource if the condition holds: decided here for literals, by `count` for tokens; for each entry of a map in a
 * body of `forEach`.
 * @throws Error if `make` drops the meta-arguments that it is handed
 */
export function when<R extends TerraformResource>(condition: Bool, make: (meta: Conditional) => R): Maybe<R> {
  const inLoop = condition instanceof InLoop ? condition : undefined;
  if (condition === false || inLoop?.condition === false) return new Maybe<R>(undefined);
  if (condition === true) return new Maybe(make({}));
  const meta = inLoop
    ? { forEach: { _getForEachExpression: () => inLoop.forEach } }
    : { count: choose(condition, 1, 0) };
  const resource = make(meta);
  if (resource.count === undefined && resource.forEach === undefined)
    throw new Error(
      `${resource.node.path}: is made under a condition that it drops; spread when()'s meta into its config`,
    );
  return new Maybe(resource, inLoop ?? "counted");
}

/**
 * Adds a nested block if the condition holds. cdktf's own `dynamic()` drops the block without a word where the bindings know it as a
 * single one, so this writes it as an override. `content` has Terraform's names.
 */
export function blockWhen(resource: TerraformResource, block: string, condition: Bool, content: () => object): void {
  if (condition === false) return;
  if (condition === true) resource.addOverride(block, [content()]);
  else resource.addOverride(`dynamic.${block}`, [{ for_each: choose(condition, [1], []), content: content() }]);
}

/**
 * A view of a resource whose attributes are read at another address. Every generated getter goes through
 * `interpolationForAttribute`; cdktf's own addresses lack the index of a `count` resource, which validates and fails at plan.
 */
function viewOf<R extends TerraformResource>(resource: R, locate: (address: string, attribute: string) => string): R {
  const view = Object.create(resource) as R;
  view.interpolationForAttribute = (attribute: string) => {
    const text = locate(addressOf(resource), attribute);
    // cdktf's own references may cross stacks, but know nothing of loops.
    return resource.forEach ? raw(text) : ref(text, TerraformStack.of(resource));
  };
  return view;
}

/** `aws_sqs_queue.jobs` */
export function addressOf(element: TerraformResource): string {
  return `${element.terraformResourceType}.${(element as TerraformElement).friendlyUniqueId}`;
}

/** The addresses of all resources and calls of modules within a construct. */
export function addressesIn(scope: IConstruct): string[] {
  const made = scope.node
    .findAll()
    .filter((element) => TerraformResource.isTerraformResource(element) || isModuleCall(element));
  return made.map((element) => addressOf(element as TerraformResource));
}

const isModuleCall = (element: IConstruct) =>
  (element as { readonly terraformResourceType?: string }).terraformResourceType === "module";

/** Adds a nested block for each entry, or for those of which `where` holds; `content` has Terraform's names. */
export function blockForEach<V>(
  resource: TerraformResource,
  block: string,
  entries: Entries<V>,
  content: (key: string, value: V) => object,
  where: (value: V) => Bool = () => true,
): void {
  if (!entries.known) {
    const [condition = true] = entries.each((_, value) => where(value));
    const key = Token.asString(raw(`${block}.key`));
    const for_each = new InLoop(entries.loop, condition).forEach;
    resource.addOverride(`dynamic.${block}`, [{ for_each, content: content(key, entries.at(`${block}.value`)) }]);
    return;
  }
  const wanted = entries.each((key, value) => [where(value), content(key, value)] as const);
  const blocks = wanted.flatMap(([wants, written]) => (wants === true ? [written] : []));
  if (wanted.some(([wants]) => typeof wants !== "boolean"))
    throw new Error(`${resource.node.path}: whether there is a block ${block} must not depend on a token`);
  if (blocks.length > 0) resource.addOverride(block, blocks);
}

/** Adds a nested block for each text of a list; `content` has Terraform's names. */
export function blockForItems(
  resource: TerraformResource,
  block: string,
  items: readonly string[],
  content: (item: string) => object,
): void {
  if (!isUnknown(items)) {
    resource.addOverride(block, items.map(content));
    return;
  }
  const item = Token.asString(raw(`${block}.value`));
  resource.addOverride(`dynamic.${block}`, [{ for_each: items, content: content(item) }]);
}
