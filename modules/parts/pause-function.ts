import type { Construct } from "constructs";
import { PAUSE_ACTIONS, type PauseEnvironment } from "../../functions/shared/contract";
import type { Bool } from "../../lib/expression";
import { type Code, OWN_MEMORY_MB } from "./code";
import { PatternFunction, type PatternFunctionProps } from "./function";

/** Less than the 60 seconds after which the AWS CLI sends a call again: https://github.com/aws/aws-cli/issues/2657 */
const PAUSE_TIMEOUT_SECONDS = 55;

export interface PauseFunctionProps extends Pick<PatternFunctionProps, "common" | "account"> {
  readonly code: Code;
  /** The mapping that is switched. */
  readonly mapping: { readonly uuid: string; readonly arn: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly statements?: PatternFunctionProps["statements"];
  readonly exists?: Bool;
}

/**
 * Pauses and resumes a consumer, with an audit record. Operators and schedules call it and have no rights on the mapping: who may update one may also
 * filter it, and what does not match is deleted.
 */
export function pauseFunction(scope: Construct, id: string, props: PauseFunctionProps): PatternFunction {
  const { mapping, environment, statements = [], ...common } = props;
  const variables: PauseEnvironment = { PAUSE_MAPPING_ID: mapping.uuid };
  return new PatternFunction(scope, id, {
    ...common,
    role: "pause",
    description: `Pauses and resumes what handles the messages of ${props.common.name}.`,
    memoryMb: OWN_MEMORY_MB,
    timeoutSeconds: PAUSE_TIMEOUT_SECONDS,
    environment: { ...variables, ...environment },
    statements: [{ sid: "SwitchMapping", actions: PAUSE_ACTIONS, resources: [mapping.arn] }, ...statements],
  });
}
