import type { Grant } from "./iam";
import type { CallRecord } from "./records";

/** A call that a role made and was refused. */
export interface DeniedCall {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** `ImplicitDeny` (nothing allows it), `Deny` (something forbids it), or the code of a bad signature. */
  readonly reason: string;
  /** How often. */
  readonly count: number;
}

/** How the roles' policies fit what was done. */
export interface PermissionReport {
  /** Too few permissions: what roles were refused. */
  readonly denied: readonly DeniedCall[];
  /** Too many permissions: what roles may do and never did. */
  readonly unused: readonly Grant[];
}

/** Compares what was done with what is allowed. Calls of others than roles are left out. */
export function permissionReport(calls: readonly CallRecord[], grants: readonly Grant[]): PermissionReport {
  const denied = new Map<string, DeniedCall>();
  const used = new Map<string, CallRecord & { readonly role: string }>();
  for (const call of calls) {
    const role = roleOf(call.caller);
    if (role === undefined) continue;
    const key = `${role} ${call.action} ${call.resource}`;
    if (call.allowed) {
      used.set(key, { ...call, role });
    } else {
      const { action, resource, reason = "ImplicitDeny" } = call;
      denied.set(key, { role, action, resource, reason, count: (denied.get(key)?.count ?? 0) + 1 });
    }
  }
  const unused = grants.filter(
    (grant) => ![...used.values()].some((call) => call.role === grant.role && fits(grant, call)),
  );
  return { denied: [...denied.values()], unused };
}

/** Name of the role in `arn:aws:sts::123456789012:assumed-role/<role>/<session>`. */
function roleOf(caller: string): string | undefined {
  return /:assumed-role\/([^/]+)\//.exec(caller)?.[1];
}

/** Whether a grant is about a call. */
export function fits(grant: Pick<Grant, "action" | "resource">, call: CallRecord): boolean {
  // Actions ignore case. A call without a resource of its own is recorded with "*".
  return (
    like(call.action.toLowerCase(), grant.action.toLowerCase()) &&
    (call.resource === "*" || like(call.resource, grant.resource))
  );
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
function like(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}
