import { execFile } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "./project";
import { localAwsPython } from "./python";

/** A policy that was made. */
export interface Policy {
  /** `identity`: what its owner may do; `trust`: who may take a role; `resource`: who may use a queue, topic, function, key or bucket. */
  readonly type: "identity" | "trust" | "resource";
  /** Service of the resource, such as `sqs`; `iam` for the other types. */
  readonly service: string;
  /** Who or what has it, and how it got there: `PutRolePolicy orders-worker`. */
  readonly owner: string;
  /** The policy as JSON text. */
  readonly document: string;
}

/** What is wrong with a policy. */
export interface PolicyFinding {
  readonly type: Policy["type"];
  readonly owner: string;
  /** Such as `UNKNOWN_ACTION`, in parliament's terms for identity policies. */
  readonly issue: string;
  readonly detail: string;
}

/** Identity policies as parliament judges them; trust and resource policies by rules of our own (`local/policies/principal_policies.py`). */
export async function judgePolicies(policies: readonly Policy[]): Promise<PolicyFinding[]> {
  const python = await localAwsPython();
  const program = join(projectFolder(), "local", "policies", "judge.py");
  return new Promise((resolve, reject) => {
    const judge = execFile(python, [program], { maxBuffer: 100_000_000 }, (error, stdout) =>
      error === null ? resolve(JSON.parse(stdout) as PolicyFinding[]) : reject(error),
    );
    judge.stdin!.end(JSON.stringify(policies));
  });
}
