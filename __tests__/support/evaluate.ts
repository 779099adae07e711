import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformOutput, Token } from "cdktf";
import { type Expression, raw, tf } from "../../lib/expression";
import { withNulls } from "../../lib/outputs";
import { toTerraform } from "../../lib/plain";
import type { Type } from "../../lib/types";
import type { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "./folders";
import { documentOf, moduleStack } from "./synthesize";
import { writeJson } from "./terraform";

/**
 * Many expressions for one run of Terraform: a process costs more than all of them. Nothing here needs a provider, so there is
 * no `terraform init` either.
 */
export class Evaluation {
  private readonly expressions: unknown[] = [];
  private readonly variables: Record<string, { type: string; value: unknown }> = {};

  /** A variable with the value, which no literal reveals; null is allowed. */
  public variable(type: string, value: unknown): Expression {
    return raw(this.address(type, value));
  }

  /** A variable of an input's type, as a construct body reads it. */
  public input<P, V>(type: Type<P, V>, plain: P): V {
    return type.at(this.address(type.constraint, toTerraform(type, plain)));
  }

  private address(type: string, value: unknown): string {
    const name = `v${Object.keys(this.variables).length}`;
    this.variables[name] = { type, value };
    return `var.${name}`;
  }

  public string(value: string | null): string {
    return Token.asString(this.variable("string", value));
  }

  public number(value: number | null): number {
    return Token.asNumber(this.variable("number", value));
  }

  public bool(value: boolean | null): Expression {
    return this.variable("bool", value);
  }

  public strings(value: readonly string[] | null): string[] {
    return Token.asList(this.variable("list(string)", value));
  }

  public stringMap(value: Readonly<Record<string, string>> | null): Record<string, string> {
    return Token.asStringMap(this.variable("map(string)", value));
  }

  /** Asks for the value of an expression; returns its place in what `run` returns. */
  public ask(expression: unknown): number {
    return this.expressions.push(expression) - 1;
  }

  /**
   * The value of each expression, in order. Each is written twice: as an argument of its own, which cdktf renders, and within another
   * expression, which the helpers render; both must agree.
   */
  public async run(terraform: Terraform): Promise<unknown[]> {
    const folder = temporaryFolder("evaluation");
    const stack = moduleStack((scope) => {
      this.expressions.forEach((expression, index) => {
        // `argument` stands in an object, where Terraform keeps a null; as an output of its own it would vanish.
        new TerraformOutput(scope, `output@${index}`, {
          value: withNulls({ argument: expression, inner: tf`[${expression}]` }),
        }).overrideLogicalId(`e${index}`);
      });
    });
    const { output } = documentOf(stack);
    const variable = Object.entries(this.variables).map(([name, { type }]) => [name, { type }]);
    // Terraform refuses an empty group.
    writeJson(folder, "main.tf.json", {
      ...(variable.length > 0 ? { variable: Object.fromEntries(variable) } : {}),
      output,
    });
    const values = Object.entries(this.variables).map(([name, { value }]) => [name, value]);
    writeJson(folder, "terraform.tfvars.json", Object.fromEntries(values));
    await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
    const state = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as State;
    return this.expressions.map((_, index) => {
      const { argument, inner } = state.outputs[`e${index}`]?.value ?? {};
      expect(argument ?? null).toEqual(inner?.[0] ?? null);
      return inner?.[0];
    });
  }
}

interface State {
  readonly outputs: Readonly<Record<string, { readonly value: { argument?: unknown; inner?: unknown[] } }>>;
}
