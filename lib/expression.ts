import { DefaultTokenResolver, type IResolvable, type IResolveContext, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { named } from "./loop-names";

/** A truth value that is known at synth (`boolean`) or only to Terraform (a token). */
export type Bool = boolean | IResolvable;

/**
 * A Terraform expression, composed of text and values. Own class because cdktf's `Fn`, `Op` and `conditional` lose quotes,
 * parentheses, nulls and escapes on the way (docs/decisions.md lists the cases); here each value is rendered by one function.
 * It captures no stack trace: cdktf takes an unlimited one for each of its own tokens, a quarter of the time of a large app.
 */
export class Expression implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(
    private readonly texts: readonly string[],
    private readonly values: readonly unknown[],
  ) {}

  public resolve(context: IResolveContext): string {
    const outer = context.suppressBraces;
    context.suppressBraces = true;
    const text = this.texts
      .map(named)
      .reduce((left, right, index) => left + render(this.values[index - 1], context) + right);
    context.suppressBraces = outer;
    return outer ? text : `\${${text}}`;
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return "<terraform expression>";
  }

  /** Comparisons, arithmetic and `${number}` on an expression would be decided at synth, on garbage: refuse them. */
  public [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new Error(
      "a Terraform expression was used in JavaScript arithmetic or comparison; use the helpers of lib/logic",
    );
  }
}

/** Tagged template for an expression: literal values are quoted and escaped, tokens and expressions are inserted bare. */
export function tf(texts: TemplateStringsArray, ...values: unknown[]): Expression {
  return new Expression(texts, values);
}

/** An expression from ready Terraform text, such as `var.name`. */
export function raw(text: string): Expression {
  return new Expression([text], []);
}

/**
 * A caller's literal, kept as the text that it is. cdktf hands strings to Terraform as templates, so that `${…}` in a literal would be
 * evaluated, where the same value in a variable would not.
 */
export function literal<T>(value: T): T {
  if (typeof value === "string")
    return /\$\{(?!TfToken\[)|%\{/.test(value) ? (Token.asString(tf`${value as string}`) as T) : value;
  if (Array.isArray(value)) return value.map(literal) as T;
  if (typeof value !== "object" || value === null || isResolvable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [literal(key), literal(member)])) as T;
}

/** The value as it is written within the scope: every token in it rendered. */
export function resolvedIn(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

/** Whether the value, or anything within it, is known only to Terraform. */
export function isUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return Token.isUnresolved(value) || value.some(isUnknown);
  if (typeof value !== "object" || value === null) return Token.isUnresolved(value);
  return isResolvable(value) || Tokenization.reverseMap(value) !== undefined || Object.entries(value).some(isUnknown);
}

/** What a token stands for, typed like the sample: cdktf encodes tokens as strings, numbers, lists or objects. */
export function encodeLike<T>(sample: T, expression: Expression): T {
  if (typeof sample === "string") return Token.asString(expression) as T;
  if (typeof sample === "number") return Token.asNumber(expression) as T;
  if (Array.isArray(sample)) return Token.asList(expression) as T;
  return expression as T;
}

/** The value as text of the Terraform language. Undefined members are left out, as in JSON. */
export function render(value: unknown, context: IResolveContext): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return renderString(value, context);
  if (typeof value === "number") return renderNumber(value, context);
  if (typeof value === "boolean") return String(value);
  if (isResolvable(value)) return resolved(value, context);
  if (Array.isArray(value)) {
    const token = Token.isUnresolved(value) ? Tokenization.reverseList(value) : undefined;
    return token ? resolved(token, context) : `[${value.map((item) => render(item, context)).join(", ")}]`;
  }
  const token = Tokenization.reverseMap(value as Record<string, unknown>);
  if (token) return resolved(token, context);
  const members = Object.entries(value as object)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${renderKey(key, context)} = ${render(member, context)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isResolvable(value: unknown): value is IResolvable {
  return Tokenization.isResolvable(value);
}

/** A token of cdktf may be an operator expression without parentheses, so everything but a plain reference gets them. */
function resolved(token: IResolvable, context: IResolveContext): string {
  // Ours need no second look: cdktf searches what comes out of a token for tokens again, at each level.
  const value: unknown = token instanceof Expression ? token.resolve(context) : context.resolve(token);
  if (typeof value !== "string") return render(value, context);
  return /^[\w.[\]*"-]+$/.test(value) || isCall(value) ? value : `(${value})`;
}

/** Whether the text is one function call, list or object: its first bracket closes at its end. */
function isCall(text: string): boolean {
  if (!/^[\w:]*[([{]/.test(text)) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "\\") index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && "([{".includes(character ?? "")) depth++;
    else if (!quoted && ")]}".includes(character ?? "") && --depth === 0) return index === text.length - 1;
  }
  return false;
}

function renderKey(key: string, context: IResolveContext): string {
  if (Token.isUnresolved(key)) return `(${renderString(key, context)})`;
  return quoteKey(key);
}

function renderNumber(value: number, context: IResolveContext): string {
  const token = Tokenization.reverseNumber(value);
  return token ? resolved(token, context) : String(value);
}

// A private-use character cannot occur in AWS names or JSON policies that anybody writes.
const MARK = "\uE000";

function renderString(value: string, context: IResolveContext): string {
  if (!Token.isUnresolved(value)) return quote(value);
  const tokens: IResolvable[] = [];
  // mapTokens needs of its context only how to resolve a token.
  const collect = { ignoreEscapes: true, resolve: (token: IResolvable) => `${MARK}${tokens.push(token) - 1}${MARK}` };
  const marked = Tokenization.reverseString(value)
    .mapTokens(collect as unknown as IResolveContext)
    .join({ join: (left: string, right: string) => `${left}${right}` }) as string;
  const parts = marked.split(MARK);
  const token = tokens[0];
  if (parts.length === 3 && parts[0] === "" && parts[2] === "" && token) return resolved(token, context);
  const text = parts.map((part, index) => {
    const inner = index % 2 === 1 ? tokens[Number(part)] : undefined;
    return inner ? `\${${resolved(inner, context)}}` : escaped(part);
  });
  return `"${text.join("")}"`;
}

/** A literal text in Terraform's quotes. */
export function quote(text: string): string {
  return `"${escaped(text)}"`;
}

/** A key of an object, bare where it may be; a leading `for` would begin a loop. */
export function quoteKey(key: string): string {
  return /^(?!for$)[A-Za-z_][\w-]*$/.test(key) ? key : quote(key);
}

/** JSON's escapes that Terraform does not know. */
const CODE_POINTS: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

/** Escapes of Terraform's quoted strings: https://developer.hashicorp.com/terraform/language/expressions/strings */
function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\./g, (sequence) => CODE_POINTS[sequence] ?? sequence)
    .replace(/\$\{/g, "$$$${")
    .replace(/%\{/g, "%%{");
}
