import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { callerOf } from "../../../functions/shared/caller";

const of = (requestContext: unknown) =>
  callerOf({ requestContext: requestContext as APIGatewayProxyEventV2["requestContext"] });
const byIam = (iam: object) => of({ authorizer: { iam } });
const byJwt = (claims: object | null) => of({ authorizer: { jwt: { claims, scopes: null } } });
const byLambda = (lambda: unknown) => of({ authorizer: { lambda } });

/** As HTTP APIs send it. */
const session = (role: string, name: string, id = "AROAEXAMPLE") => ({
  accessKey: "ASIAEXAMPLE",
  accountId: "123456789012",
  callerId: `${id}:${name}`,
  cognitoIdentity: null,
  principalOrgId: "aws:PrincipalOrgID",
  userArn: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
  userId: `${id}:${name}`,
});
const identity = (identityId: string, session = "CognitoIdentityCredentials") => ({
  ...{ accessKey: "ASIAEXAMPLE", accountId: "123456789012", principalOrgId: null },
  callerId: `AROAEXAMPLE:${session}`,
  cognitoIdentity: { amr: ["authenticated"], identityId, identityPoolId: "us-east-1:pool" },
  userArn: `arn:aws:sts::123456789012:assumed-role/pool-users/${session}`,
  userId: `AROAEXAMPLE:${session}`,
});
const arn = (userArn: string) => ({ cognitoIdentity: null, userArn, userId: "x" });

test.each([
  ["two users of one identity pool", byIam(identity("us-east-1:ada")), byIam(identity("us-east-1:bob"))],
  ["a user of an identity pool and their role", byIam(identity("us-east-1:ada")), byIam(session("pool-users", "x"))],
  ["two roles", byIam(session("orders", "s")), byIam(session("stock", "s", "AROAOTHER"))],
  ["a role and one whose name begins alike", byIam(session("orders", "s")), byIam(session("orders-2", "s"))],
  ["a role and a user of its name", byIam(session("orders", "s")), byIam(arn("arn:aws:iam::123456789012:user/orders"))],
  ["two IAM users", byIam(arn("arn:aws:iam::1:user/a")), byIam(arn("arn:aws:iam::1:user/b"))],
  ["one user name in two accounts", byIam(arn("arn:aws:iam::1:user/a")), byIam(arn("arn:aws:iam::2:user/a"))],
  ["one role name in two accounts", byIam(session("a", "s")), byIam(arn("arn:aws:sts::2:assumed-role/a/s"))],
  ["the roots of two accounts", byIam(arn("arn:aws:iam::1:root")), byIam(arn("arn:aws:iam::2:root"))],
  [
    "two federated users",
    byIam(arn("arn:aws:sts::1:federated-user/ada")),
    byIam(arn("arn:aws:sts::1:federated-user/bob")),
  ],
  ["two subjects", byJwt({ iss: "i", sub: "a" }), byJwt({ iss: "i", sub: "b" })],
  ["one subject of two issuers", byJwt({ iss: "i", sub: "a" }), byJwt({ iss: "j", sub: "a" })],
  ["an issuer and a subject that read alike", byJwt({ iss: "a", sub: "bc" }), byJwt({ iss: "ab", sub: "c" })],
  ["two clients without a subject", byJwt({ iss: "i", client_id: "a" }), byJwt({ iss: "i", client_id: "b" })],
  ["two clients by azp", byJwt({ iss: "i", azp: "a" }), byJwt({ iss: "i", azp: "b" })],
  ["two clients by cid", byJwt({ iss: "i", cid: "a" }), byJwt({ iss: "i", cid: "b" })],
  ["two clients by appid", byJwt({ iss: "i", appid: "a" }), byJwt({ iss: "i", appid: "b" })],
  ["a client and a subject of its name", byJwt({ iss: "i", client_id: "a" }), byJwt({ iss: "i", sub: "a" })],
  ["two principals of an authorizer", byLambda({ principalId: "a" }), byLambda({ principalId: "b" })],
  ["an authorizer's word and a token's", byLambda({ iss: "i", sub: "a" }), byJwt({ iss: "i", sub: "a" })],
  [
    "two certificates",
    of({ authentication: { clientCert: { issuerDN: "CN=ca", subjectDN: "CN=a" } } }),
    of({ authentication: { clientCert: { issuerDN: "CN=ca", subjectDN: "CN=b" } } }),
  ],
  ["somebody and nobody", byJwt({ iss: "i", sub: "anonymous" }), of({})],
])("%s are told apart", (_name, one, other) => {
  expect(one.key).not.toBe(other.key);
  for (const { kind } of [one, other]) expect(kind).not.toBe("unnamed");
});

test.each([
  ["a role in two sessions", byIam(session("orders", "task-1")), byIam(session("orders", "task-2"))],
  ["a user of an identity pool, whatever the session is called", byIam(identity("u")), byIam(identity("u", "later"))],
  ["a role without an ARN, in two sessions", byIam({ userId: "AROA1:a" }), byIam({ userId: "AROA1:b" })],
  [
    "a subject with two tokens of two clients",
    byJwt({ iss: "i", sub: "a", client_id: "c", jti: "1", iat: "1" }),
    byJwt({ iss: "i", sub: "a", client_id: "d", jti: "2", iat: "2" }),
  ],
  ["a client with two tokens", byJwt({ iss: "i", azp: "a", jti: "1" }), byJwt({ iss: "i", azp: "a", jti: "2" })],
])("%s stays the same", (_name, one, other) => {
  expect(one).toEqual(other);
  expect(["unnamed", "anonymous"]).not.toContain(one.kind);
});

test.each([
  ["no context at all", undefined],
  ["no authorizer", {}],
  ["an authorizer that is null", { authorizer: null }],
  ["an authorizer without anything", { authorizer: {} }],
])("%s is nobody in particular", (_name, requestContext) => {
  expect(of(requestContext).kind).toBe("anonymous");
});

test.each([
  ["a token without subject and client", byJwt({ iss: "i" })],
  ["a token whose subject is empty", byJwt({ iss: "i", sub: "" })],
  ["a token without claims", byJwt(null)],
  ["an authorizer that says nothing", byLambda(null)],
  ["an authorizer that names nobody", byLambda({ tenant: "t" })],
  ["a signature of nobody", byIam({ userArn: null, userId: null, cognitoIdentity: null })],
])("%s is said to be unnamed", (_name, caller) => {
  expect(caller.kind).toBe("unnamed");
});

test("whatever a context holds, there is an answer, of one line", () => {
  const context = fc.record({
    authorizer: fc.option(
      fc.record(
        {
          iam: fc.oneof(fc.object(), fc.constant(null)),
          jwt: fc.oneof(fc.record({ claims: fc.object() }), fc.constant(null)),
          lambda: fc.oneof(fc.object(), fc.constant(null)),
        },
        { requiredKeys: [] },
      ),
    ),
  });
  fc.assert(
    fc.property(context, (requestContext) => {
      expect(typeof of(requestContext).key).toBe("string");
    }),
  );
});
