import { TerraformElement, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Entries } from "./entries";
import { raw, tf } from "./expression";
import type { Inputs } from "./inputs";
import { InLoop } from "./loop";
import { snakeCase } from "./names";
import { type Outputs, outputValues } from "./outputs";
import { toTerraform } from "./plain";
import type { Members, PlainMembers } from "./types";

/** A pattern that others attach to a hub, each from a state of its own; a hub makes some of them itself. */
export interface Spoke<M extends Members, O extends Outputs> {
  /** Folder of its Terraform module, beside the hub's. */
  readonly module: string;
  readonly inputs: Inputs<M>;
  make(scope: Construct, id: string, props: PlainMembers<M>): { readonly describedOutputs: O };
}

/** The spokes that a hub made. */
export class Spokes<O extends Outputs> {
  constructor(
    private readonly known: ReadonlyMap<string, O> | undefined,
    private readonly address: string,
  ) {}

  /** An output of each, by its key. */
  public output<K extends keyof O & string>(name: K): Record<string, O[K]["value"]> {
    if (this.known) {
      const values = [...this.known].map(([key, outputs]) => [key, outputValues(outputs)[name]] as const);
      return Object.fromEntries(values);
    }
    return Token.asAnyMap(tf`{ for key, spoke in ${raw(this.address)} : key => spoke.${raw(snakeCase(name))} }`);
  }

  /** All outputs of each, by its key, under Terraform's names. */
  public get all(): Record<string, unknown> {
    if (!this.known) return Token.asAnyMap(raw(this.address));
    const underTerraformsNames = (outputs: O) =>
      Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [snakeCase(name), value]));
    return Object.fromEntries([...this.known].map(([key, outputs]) => [key, underTerraformsNames(outputs)]));
  }
}

/**
 * A spoke for each entry of the hub's map: constructs for literals, and where only Terraform knows the map one call of the spoke's module with `for_each`.
 * @param id `<id>-<key>` are the constructs, `module.<id>` is the call
 * @param given what the hub gives to each of them; the other inputs are the entry's members, under the same names
 */
export function forEachSpoke<V, M extends Members, O extends Outputs>(
  scope: Construct,
  id: string,
  entries: Entries<V>,
  spoke: Spoke<M, O>,
  given: (key: string) => Partial<PlainMembers<M>>,
): Spokes<O> {
  if (entries.known) {
    const made = [...entries.known.keys()].map((key) => {
      const props = { ...(entries.plain[key] as object), ...given(key) } as PlainMembers<M>;
      return [key, spoke.make(scope, `${id}-${key}`, props).describedOutputs] as const;
    });
    return new Spokes(new Map(made), "");
  }
  const call = new SpokeCall(scope, id, {
    source: `../${spoke.module}`,
    for_each: new InLoop(entries.loop).forEach,
    ...argumentsOf(spoke.inputs.members, given(Token.asString(raw(entries.loop.key))), entries.loop.value),
  });
  return new Spokes<O>(undefined, call.address);
}

/** Every input of the spoke: from the hub, or from the entry. */
function argumentsOf(members: Members, given: object, entry: string): Record<string, unknown> {
  const fromHub = given as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(members).map(([key, type]) => {
      const name = snakeCase(key);
      return [name, key in fromHub ? toTerraform(type, fromHub[key]) : raw(`${entry}.${name}`)];
    }),
  );
}

/** Renders a `module` block. cdktf's own would copy a local module's folder beside the stack. */
class SpokeCall extends TerraformElement {
  /** Addresses begin with it, as with a resource's type. */
  public readonly terraformResourceType = "module";

  constructor(
    scope: Construct,
    id: string,
    private readonly block: object,
  ) {
    super(scope, id, "module");
  }

  public get address(): string {
    return `module.${this.friendlyUniqueId}`;
  }

  public override toTerraform(): object {
    return { module: { [this.friendlyUniqueId]: this.block } };
  }
}
