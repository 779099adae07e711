import {
  type IResolvable,
  ref,
  type TerraformElement,
  type TerraformMetaArguments,
  type TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import type { Bool } from "./expression";
import { choose, NULL } from "./logic";

/** The meta-arguments that a conditional resource must be made with. */
export type Conditional = Pick<TerraformMetaArguments, "count">;

/** A resource that may not exist. */
export class Maybe<R extends TerraformResource> {
  constructor(
    private readonly resource: R | undefined,
    private readonly counted: boolean,
  ) {}

  /** An attribute for everybody: null where the resource does not exist. */
  public get<T>(attribute: (resource: R) => T): T {
    if (!this.resource) return Token.asAny(NULL) as T;
    return attribute(
      this.counted ? viewOf(this.resource, (address, name) => `one(${address}[*].${name})`) : this.resource,
    );
  }

  /**
   * An attribute for things that exist under the same condition. Where the resource does not exist it may be passed on, but not come
   * out at the end: rendering it throws.
   */
  public its<T>(attribute: (resource: R) => T): T {
    if (!this.resource) return Token.asString(new Missing()) as T;
    return attribute(this.counted ? viewOf(this.resource, (address, name) => `${address}[0].${name}`) : this.resource);
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
 * Makes the resource if the condition holds: decided here for literals, by `count` for tokens.
 * @throws Error if `make` drops the meta-arguments that it is handed
 */
export function when<R extends TerraformResource>(condition: Bool, make: (meta: Conditional) => R): Maybe<R> {
  if (condition === false) return new Maybe<R>(undefined, false);
  if (condition === true) return new Maybe(make({}), false);
  const resource = make({ count: choose(condition, 1, 0) });
  if (resource.count === undefined)
    throw new Error(
      `${resource.node.path}: is made under a condition that it drops; spread when()'s meta into its config`,
    );
  return new Maybe(resource, true);
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
  view.interpolationForAttribute = (attribute: string) =>
    ref(locate(addressOf(resource), attribute), TerraformStack.of(resource));
  return view;
}

/** `aws_sqs_queue.jobs` */
export function addressOf(element: TerraformResource): string {
  return `${element.terraformResourceType}.${(element as TerraformElement).friendlyUniqueId}`;
}
