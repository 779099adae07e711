import type { IResolveContext } from "cdktf";
import { type Bool, Expression, raw, render } from "./expression";
import { type LoopNames, placeholder, withNames } from "./loop-names";
import { addressPart } from "./names";

let loops = 0;

/**
 * A map that only Terraform knows, gone through once in TypeScript: what is said of "the entry" is written as `each.value` in
 * a resource with `for_each`, and under another name where it is read from outside.
 */
export class Loop {
  private readonly id = String(loops++);

  /** @param source where the map is, such as `var.functions` */
  constructor(public readonly source: string) {}

  public get key(): string {
    return placeholder(this.id, "key");
  }

  public get value(): string {
    return placeholder(this.id, "value");
  }

  /** The entry as the variables of a `for` expression; their names tell maps of one name in two objects apart. */
  public get variables(): LoopNames {
    // The map of an entry has the place of a loop before it, which begins with a number.
    const name = addressPart(this.source.replace(/^var\./, "")).replace(/^[\d_]+/, "");
    return { key: `${name}_key`, value: `${name}_value` };
  }

  /** `[for key, value in <source> : <body>]`, or the same in braces. The body is given as a template. */
  public comprehension(bracket: "[" | "{", texts: readonly string[], ...values: readonly unknown[]): Expression {
    const { key, value } = this.variables;
    const [first = "", ...rest] = texts;
    const open = `${bracket}for ${key}, ${value} in ${this.source} : ${first}`;
    const close = `${rest.pop() ?? ""}${bracket === "[" ? "]" : "}"}`;
    return new Renamed(this.id, () => this.variables, [open, ...rest, close], values);
  }

  /** What was said of the entry, said of the one with this key. */
  public entry(key: unknown, body: unknown): Expression {
    const names = (context: IResolveContext) => {
      const text = render(key, context);
      return { key: text, value: `${this.source}[${text}]` };
    };
    return new Renamed(this.id, names, ["", ""], [body]);
  }
}

class Renamed extends Expression {
  constructor(
    private readonly loop: string,
    private readonly names: (context: IResolveContext) => LoopNames,
    texts: readonly string[],
    values: readonly unknown[],
  ) {
    super(texts, values);
  }

  public override resolve(context: IResolveContext): string {
    const outer = context.suppressBraces;
    context.suppressBraces = true;
    const names = this.names(context);
    context.suppressBraces = outer;
    return withNames(this.loop, names, () => super.resolve(context));
  }
}

/** The truth value of what exists for each entry of a loop, or for those that meet the condition. */
export class InLoop extends Expression {
  constructor(
    public readonly loop: Loop,
    public readonly condition: Bool = true,
  ) {
    super(["", ""], [condition]);
  }

  /** The map for `for_each`. */
  public get forEach(): Expression {
    if (this.condition === true) return raw(this.loop.source);
    const { key, value } = this.loop.variables;
    // Terraform makes no instances by a sensitive value; which there are tells no more than the plan does.
    return this.loop.comprehension("{", [`${key} => ${value} if nonsensitive(sensitive(`, "))"], this.condition);
  }
}
