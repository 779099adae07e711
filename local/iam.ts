import { AwsClient } from "aws4fetch";
import type { Credentials } from "./credentials";

/** One thing that a role's policies allow. */
export interface Grant {
  readonly role: string;
  /** Action, possibly with wildcards. */
  readonly action: string;
  /** ARN, possibly with wildcards. */
  readonly resource: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** What every role of the account is allowed to, read through the API of IAM: inline and attached policies. */
export async function readGrants(endpoint: string, region: string, credentials: Credentials): Promise<Grant[]> {
  const client = new AwsClient({ ...credentials, service: "iam", region });
  const call = async (action: string, parameters: Record<string, string> = {}): Promise<string> => {
    const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await client.fetch(endpoint, { method: "POST", body, headers });
    if (!response.ok) throw new Error(`iam:${action} answered ${response.status}: ${await response.text()}`);
    return response.text();
  };
  const documentsOf = async (role: string): Promise<string[]> => {
    const documents: string[] = [];
    for (const name of values(await call("ListRolePolicies", { RoleName: role }), "member")) {
      const policy = await call("GetRolePolicy", { RoleName: role, PolicyName: name });
      documents.push(...values(policy, "PolicyDocument"));
    }
    for (const arn of values(await call("ListAttachedRolePolicies", { RoleName: role }), "PolicyArn")) {
      const [version = "v1"] = values(await call("GetPolicy", { PolicyArn: arn }), "DefaultVersionId");
      const policy = await call("GetPolicyVersion", { PolicyArn: arn, VersionId: version });
      documents.push(...values(policy, "Document"));
    }
    return documents;
  };
  const grants: Grant[] = [];
  for (const role of values(await call("ListRoles", { MaxItems: "1000" }), "RoleName")) {
    for (const document of await documentsOf(role)) grants.push(...grantsOf(role, document));
  }
  return grants;
}

/** Texts of the elements with this name and no elements inside. IAM's answers are that plain. */
function values(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text]) =>
    text!.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
}

function grantsOf(role: string, document: string): Grant[] {
  // IAM encodes policies as in a URL.
  const text = document.startsWith("%") ? decodeURIComponent(document) : document;
  const { Statement } = JSON.parse(text) as { Statement: Statement | readonly Statement[] };
  return list(Statement)
    .filter((statement) => statement.Effect === "Allow")
    .flatMap((statement) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource).map((resource) => ({ role, action, resource })),
      ),
    );
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}
