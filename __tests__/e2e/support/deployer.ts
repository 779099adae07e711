import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { DEPLOY_POLICY_FILE, deployRights, resourceTypes } from "../../../lib/deploy-policy";
import type { ModuleDocument } from "../../../lib/module-writer";
import type { LocalAws } from "../../../local/aws";
import { fits } from "../../../local/permissions";
import { projectFolder } from "../../../local/project";
import type { TargetAws } from "../../../local/target";
import type { Keys } from "../../../scripts/demo/signed-api";
import { embeddedTest } from "./fault-test";

/** Users that deploy a module each: name of the module → keys. */
export type Deployers = Readonly<Record<string, Keys>>;

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const userOf = (name: string, module: string) => `${name}-deploys-${module}`;

const fileOf = (module: string, file: string) => readFileSync(join(projectFolder(), "terraform", module, file), "utf8");
const documentOf = (module: string) => JSON.parse(fileOf(module, "main.tf.json")) as ModuleDocument;

/** The policy in a module's folder, for all instances of a suite: their names begin with the suite's, and a dash. */
function policyOf(module: string, name: string, aws: LocalAws): string {
  const { accountId, region } = aws;
  const values: Readonly<Record<string, string>> = {
    account_id: accountId,
    name: `${name}-*`,
    partition: "aws",
    region,
    topic_arn: `arn:aws:sns:${region}:${accountId}:${name}-*`,
  };
  return fileOf(module, DEPLOY_POLICY_FILE).replaceAll(/\$\{(\w+)\}/g, (_, key: string) => values[key]!);
}

/** Makes a user for each module, who may do what the policy in the module's folder says and nothing else. */
export async function makeDeployers(aws: LocalAws, name: string, modules: readonly string[]): Promise<Deployers> {
  const client = new AwsClient({ ...aws.credentials, service: "iam", region: aws.region });
  const iam = async (parameters: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ Version: "2010-05-08", ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await client.fetch(aws.endpoint, { method: "POST", body, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`iam:${parameters["Action"]} answered ${response.status}: ${text}`);
    return (element: string) => new RegExp(`<${element}>([^<]*)<`).exec(text)![1]!;
  };
  const make = async (module: string) => {
    const UserName = userOf(name, module);
    await iam({ Action: "CreateUser", UserName });
    const PolicyDocument = policyOf(module, name, aws);
    await iam({ Action: "PutUserPolicy", UserName, PolicyName: "deploy", PolicyDocument });
    const answer = await iam({ Action: "CreateAccessKey", UserName });
    return [module, { accessKeyId: answer("AccessKeyId"), secretAccessKey: answer("SecretAccessKey") }] as const;
  };
  return Object.fromEntries(await Promise.all(modules.map(make)));
}

/** Tests that who has no right but those of a module's deploy policy did all that a suite did with it, and needed them. They come after the destroy. */
export function deployerTests(
  suite: () => { readonly target: TargetAws; readonly name: string },
  modules: readonly string[],
): void {
  const callsOf = (module: string) => {
    const { target, name } = suite();
    return target.embedded!.calls().filter(({ caller }) => caller.endsWith(`:user/${userOf(name, module)}`));
  };

  embeddedTest("whoever has only a module's deploy policy was refused nothing", async () => {
    const refused = modules.flatMap((module) => callsOf(module).filter(({ allowed }) => !allowed));
    expect([...new Set(refused.map(({ action, resource }) => `${action} ${resource}`))]).toEqual([]);
  });

  embeddedTest("a deploy policy allows what a call needed, or says why it is in", async () => {
    const { target, name } = suite();
    const idle = modules.flatMap((module) => {
      const used = callsOf(module).filter(({ allowed }) => allowed);
      const { Statement } = JSON.parse(policyOf(module, name, target.embedded!)) as { readonly Statement: Statement[] };
      const resourcesOf = (place: string) => Statement.find(({ Sid }) => Sid === place)?.Resource ?? [];
      return deployRights(resourceTypes(documentOf(module), documentOf))
        .filter(({ why }) => why === undefined)
        .filter(
          ({ place, action }) =>
            !resourcesOf(place).some((resource) => used.some((call) => fits({ action, resource }, call))),
        )
        .map(({ place, action }) => `${module}: ${place} ${action}`);
    });
    expect(idle).toEqual([]);
  });
}

/** A test that deploys the next revision of some calls of the root, by whoever deployed them. */
export function revisionTest(
  suite: () => { revise(...calls: readonly string[]): Promise<void> },
  calls: readonly string[],
  timeoutMs: number,
): void {
  embeddedTest("a changed call is deployed with the same policy", () => suite().revise(...calls), timeoutMs);
}
