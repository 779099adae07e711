import { type PlaceName, placeOf, type Types } from "./deploy-places";
import { DEPLOY_RIGHTS, type Right } from "./deploy-rights";
import type { ModuleDocument } from "./module-writer";

/** Of the file in a module's folder: the policy, for Terraform's `templatefile`. */
export const DEPLOY_POLICY_FILE = "deploy-policy.json.tftpl";

interface Statement {
  readonly Sid: PlaceName;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

interface DeployPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** The rights to deploy a module with resources of these types, each once, by place and action. Empty where nothing is made on AWS. */
export function deployRights(types: Types): Right[] {
  const unknown = [...types].filter((type) => !(type in DEPLOY_RIGHTS));
  if (unknown.length > 0)
    throw new Error(`lib/deploy-rights.ts must say what rights deploying ${unknown.join(", ")} takes`);
  const byKey = new Map<string, Right>();
  for (const type of types) {
    const rights = DEPLOY_RIGHTS[type]!;
    for (const right of typeof rights === "function" ? rights(types) : rights) {
      const key = `${right.place} ${right.action}`;
      // One that some type's calls need is needed, whatever another says of it.
      if (byKey.get(key)?.why !== undefined || !byKey.has(key)) byKey.set(key, right);
    }
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, right]) => right);
}

/** The policy that allows who has it to deploy a module with resources of these types, and nothing else. */
export function deployPolicy(types: Types): DeployPolicy {
  const rights = deployRights(types);
  return {
    Version: "2012-10-17",
    Statement: [...new Set(rights.map(({ place }) => place))].map((Sid) => {
      const { resources, condition } = placeOf(Sid, types);
      const Action = rights.filter(({ place }) => place === Sid).map(({ action }) => action);
      return { Sid, Effect: "Allow", Action, Resource: resources, ...(condition && { Condition: condition }) };
    }),
  };
}

/** Types of the resources of a module and of the modules that it calls, which are this project's own: `../<name>`. */
export function resourceTypes(
  { resource = {}, module: calls = {} }: ModuleDocument,
  documentOf: (module: string) => ModuleDocument,
): Set<string> {
  const called = Object.values(calls).map(({ source }) => documentOf(String(source).replace("../", "")));
  return new Set([...Object.keys(resource), ...called.flatMap((document) => [...resourceTypes(document, documentOf)])]);
}

/** Names of the values that a policy's file wants of who fills it, such as `region`. */
export function placeholders(policy: DeployPolicy): string[] {
  const names = [...JSON.stringify(policy).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
  return [...new Set(names)].sort();
}
