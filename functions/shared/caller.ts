import type { APIGatewayProxyEventV2 } from "aws-lambda";

/**
 * How a caller is known. `unnamed` was authorized by something that names nobody; `anonymous` came over a route without authorization.
 */
export type CallerKind = "iam" | "cognito" | "jwt" | "client" | "lambda" | "certificate" | "unnamed" | "anonymous";

/** Who sent a request. */
export interface Caller {
  readonly kind: CallerKind;
  /**
   * Tells the caller from every other one of any kind, and stays the same through sessions, tokens and tasks. All `anonymous` callers have
   * one key, and so have all `unnamed` ones: nothing of one of them may be shown to another.
   */
  readonly key: string;
}

type Members = Readonly<Record<string, unknown>>;

/** `requestContext` of payload 2.0, as far as it says who called. What an API does not know is null or missing. */
interface Identified {
  readonly authorizer?: {
    readonly iam?: Members | null;
    readonly jwt?: { readonly claims?: Members | null } | null;
    readonly lambda?: Members | null;
  } | null;
  readonly authentication?: { readonly clientCert?: Members | null } | null;
}

/**
 * Says who called an HTTP API (payload 2.0), for everything that is kept or counted for each caller, such as idempotency keys:
 *
 * - a user of a Cognito identity pool: the identity id. All of them have the ARN of one role and one session name
 * - a role: its ARN without the session name, which changes with each task (`AIDA`, `AROA` and ARNs:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). So people who share a role are one caller
 * - an IAM user, a federated user, the root of an account: the ARN
 * - a JWT: the issuer with the subject; else with the client (`client_id`, RFC 9068; `azp`, OpenID Connect; `cid`, Okta; `appid`, Entra)
 * - a Lambda authorizer: `principalId` in its context, else the claims as in a JWT
 * - mutual TLS without another authorization: issuer and subject of the certificate
 */
export function callerOf(event: Pick<APIGatewayProxyEventV2, "requestContext">): Caller {
  const { authorizer, authentication } = (event.requestContext ?? {}) as unknown as Identified;
  const { iam, jwt, lambda } = authorizer ?? {};
  if (iam) return byIam(iam);
  if (jwt) return byClaims(jwt.claims ?? {}) ?? UNNAMED;
  if (authorizer && "lambda" in authorizer) return byContext(lambda ?? {});
  const { issuerDN, subjectDN } = authentication?.clientCert ?? {};
  return textOf(subjectDN) === undefined ? ANONYMOUS : caller("certificate", [issuerDN, subjectDN]);
}

const ANONYMOUS: Caller = { kind: "anonymous", key: "anonymous" };
const UNNAMED: Caller = { kind: "unnamed", key: "unnamed" };

/** JSON, so that no two lists give one key. */
const caller = (kind: CallerKind, parts: readonly unknown[]): Caller => ({
  kind,
  key: `${kind} ${JSON.stringify(parts)}`,
});

/** `arn:aws:sts::123456789012:assumed-role/<role>/<session>`; neither name may have a slash. */
const ASSUMED_ROLE = /^(arn:[^:]+:sts::[^:]*:assumed-role\/[^/]+)\/.*$/s;
/** The unique id of a role, and its session: `AROA…:<session>`. */
const ROLE_ID = /^(AROA[^:]*):.*$/s;

/** Members as the gateway sends them; those of an identity pool as seen in https://github.com/anomalyco/guide/pull/706 */
function byIam({ cognitoIdentity, userArn, userId }: Members): Caller {
  const identityId = textOf((cognitoIdentity as Members | null | undefined)?.["identityId"]);
  if (identityId !== undefined) return { kind: "cognito", key: `cognito ${identityId}` };
  const principal = textOf(userArn)?.replace(ASSUMED_ROLE, "$1") ?? textOf(userId)?.replace(ROLE_ID, "$1");
  return principal === undefined ? UNNAMED : { kind: "iam", key: `iam ${principal}` };
}

/** Claims that name the client, for tokens that no person asked for. */
const CLIENT_CLAIMS = ["client_id", "azp", "cid", "appid"] as const;

function byClaims(claims: Members): Caller | undefined {
  const issuer = textOf(claims["iss"]);
  const subject = textOf(claims["sub"]);
  if (subject !== undefined) return caller("jwt", [issuer, subject]);
  const client = CLIENT_CLAIMS.map((name) => textOf(claims[name])).find((id) => id !== undefined);
  return client === undefined ? undefined : caller("client", [issuer, client]);
}

function byContext(context: Members): Caller {
  const principalId = textOf(context["principalId"]);
  if (principalId !== undefined) return caller("lambda", [principalId]);
  const named = byClaims(context);
  // An authorizer of one's own is not an issuer: what it says of one must not be taken for that issuer's word.
  return named === undefined ? UNNAMED : { kind: "lambda", key: `lambda ${named.key}` };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
