import type { Construct } from "constructs";
import { type Code, OWN_MEMORY_MB } from "./code";
import { PatternFunction, type PatternFunctionProps } from "./function";

/** Lambda's longest: a redrive stops in time by itself and says how many are left. */
const REDRIVE_TIMEOUT_SECONDS = 900;

export interface RedriveFunctionProps
  extends Pick<PatternFunctionProps, "common" | "account" | "environment" | "statements"> {
  readonly code: Code;
}

/** The operators' way back for dead letters: at a bounded rate, with an audit record, and without rights on SQS for the operator. */
export function redriveFunction(scope: Construct, id: string, props: RedriveFunctionProps): PatternFunction {
  return new PatternFunction(scope, id, {
    ...props,
    role: "redrive",
    description: `Moves dead letters of ${props.common.name} back to work.`,
    memoryMb: OWN_MEMORY_MB,
    timeoutSeconds: REDRIVE_TIMEOUT_SECONDS,
  });
}
