import type { Construct } from "constructs";
import type { Inputs } from "./inputs";
import { ModuleStack, type ProviderFloor } from "./module-stack";
import type { PatternModule } from "./module-writer";
import type { Outputs } from "./outputs";
import type { Members, PlainMembers } from "./types";

/** A pattern's construct: it reads its inputs, and says what others need of it. */
type PatternConstruct<M extends Members> = new (
  scope: Construct,
  id: string,
  props: PlainMembers<M>,
) => { readonly describedOutputs: Outputs };

interface PatternModuleProps<M extends Members> extends Omit<PatternModule, "inputs" | "make"> {
  readonly construct: PatternConstruct<M>;
  readonly inputs: Inputs<M>;
  /** Providers that it needs, by name; default the AWS provider alone. */
  readonly providers?: Readonly<Record<string, ProviderFloor>>;
}

/** A pattern as a Terraform module: variables → construct → outputs. */
export function patternModule<M extends Members>(props: PatternModuleProps<M>): PatternModule {
  const { construct: Pattern, providers, ...module } = props;
  return {
    ...module,
    make(scope) {
      const stack = new ModuleStack(scope, module.name, providers);
      const pattern = new Pattern(stack, "Default", module.inputs.variables(stack));
      stack.outputs(pattern.describedOutputs);
      return stack;
    },
  };
}
