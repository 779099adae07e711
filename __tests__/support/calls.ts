import { join } from "node:path";
import type { ModuleStack } from "../../lib/module-stack";
import type { Terraform } from "../../scripts/terraform";
import { IdentityService, type Plan, planOf } from "./plan";
import { asArguments, synthesize } from "./synthesize";
import { writeJson } from "./terraform";

/**
 * Calls of one module and of constructs, each in a folder of its own, from one root. All are planned at once: starting the provider costs more
 * than planning a hundred resources.
 */
export class Calls {
  private readonly identity = new IdentityService();
  private readonly calls: Record<string, object> = {};

  /** @param module folder of the module */
  constructor(
    private readonly folder: string,
    private readonly module = "module",
  ) {}

  /** A call of the module. `further` arguments are expressions. */
  public ofModule(call: string, variables: object, further: object = {}): void {
    this.calls[call] = { source: `./${this.module}`, ...asArguments(variables), ...further };
  }

  /** A call of a stack with a construct, whose tokens are variables with these values. */
  public ofStack(call: string, stack: ModuleStack, values: object = {}): void {
    const place = join(this.folder, call);
    synthesize(stack, place);
    const variable = Object.fromEntries(Object.keys(values).map((name) => [name, {}]));
    if (Object.keys(values).length > 0) writeJson(place, "variables.tf.json", { variable });
    this.calls[call] = { source: `./${call}`, ...asArguments(values) };
  }

  /** The plan of all calls, with their outputs. */
  public async plan(terraform: Terraform): Promise<Plan> {
    const provider = await this.identity.start();
    try {
      const output = Object.fromEntries(Object.keys(this.calls).map((call) => [call, { value: `\${module.${call}}` }]));
      return await planOf(terraform, this.folder, { provider, module: this.calls, output });
    } finally {
      await this.identity.stop();
    }
  }
}
