import { type Entries, listOf } from "../../lib/entries";
import { type Bool, tf } from "../../lib/expression";
import { choose, isSet, json, present } from "../../lib/logic";

/** A statement of an IAM policy, with exact actions and resources. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly effect?: "Allow" | "Deny";
  /** For resource policies: `{ Service: "…" }`, `"*"`. */
  readonly principal?: unknown;
  readonly condition?: unknown;
  /** Whether the statement is there; default true. */
  readonly when?: Bool;
}

/** A policy document as JSON. */
export function policyJson(statements: readonly Statement[]): string {
  return json({ Version: "2012-10-17", Statement: present(statements.map(statementOf)) });
}

/** The same with a statement for each entry of a map besides. */
export function policyJsonForEach<V>(
  statements: readonly Statement[],
  entries: Entries<V>,
  statement: (value: V, key: string) => Statement,
): string {
  const each = listOf(entries, (value, key) => statementOf(statement(value, key)));
  return json({ Version: "2012-10-17", Statement: tf`concat(${present(statements.map(statementOf))}, ${each})` });
}

/** What lets an AWS service take a role, in the case that the condition describes. */
export function trustJson(service: string, condition?: object): string {
  return json({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service }, Condition: condition }],
  });
}

function statementOf(statement: Statement): object | undefined {
  const { sid, effect = "Allow", principal, actions, resources, condition, when = true } = statement;
  const body = {
    Sid: sid,
    Effect: effect,
    Principal: principal,
    Action: actions,
    Resource: resources,
    Condition: condition,
  };
  return choose<object | undefined>(when, body, undefined);
}

/** Use of the customer's key by what is encrypted with it; there is no statement without a key. */
export function keyStatement(actions: readonly string[], kmsKeyArn: string | undefined): Statement {
  return { sid: "UseKey", actions, resources: [kmsKeyArn as string], when: isSet(kmsKeyArn) };
}
