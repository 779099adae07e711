import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ECHO, httpApi } from "../../http-api";
import { describePatch, type Workbench, withLocalAws } from "../../support";

const ISSUER = "https://issuer.example.com";
const ROUTES = {
  "GET /any": { authorizationType: "JWT" },
  "GET /scoped": { authorizationType: "JWT", authorizationScopes: ["jobs/read", "jobs/write"] },
};

const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = (key: KeyObject) => ({ ...key.export({ format: "jwk" }), kid: "one", use: "sig" });
const seconds = () => Math.floor(Date.now() / 1000);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(key: KeyObject, claims: object, alg = "RS256", kid = "one"): string {
  const text = `${encode({ alg, kid, typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createSign(`RSA-SHA${alg.slice(2)}`)
    .update(text)
    .sign(key, "base64url")}`;
}

const plain = async (response: Response) => (response.ok ? response.status : [response.status, await response.text()]);

async function call(bench: Workbench, url: string, authorization?: string): Promise<unknown> {
  return plain(await bench.aws.fetchApi(url, { headers: authorization === undefined ? {} : { authorization } }));
}

const UNAUTHORIZED = [401, '{"message":"Unauthorized"}'];
const FORBIDDEN = [403, '{"message":"Forbidden"}'];

/** What differs from a good token's claims, the path, what is answered. */
const CASES: readonly (readonly [claims: object, path: string, answer: unknown])[] = [
  [{}, "/any", 200],
  [{ aud: ["others", "jobs"] }, "/any", 200],
  [{ aud: undefined, client_id: "jobs" }, "/any", 200],
  [{ aud: "others" }, "/any", UNAUTHORIZED],
  [{ aud: "others", client_id: "jobs" }, "/any", UNAUTHORIZED],
  [{ iss: "https://other.example.com" }, "/any", UNAUTHORIZED],
  [{ exp: seconds() - 60 }, "/any", UNAUTHORIZED],
  [{ exp: undefined }, "/any", UNAUTHORIZED],
  [{ exp: "tomorrow" }, "/any", UNAUTHORIZED],
  [{ nbf: seconds() + 600 }, "/any", UNAUTHORIZED],
  [{ scope: "jobs/write email" }, "/scoped", 200],
  [{ scp: ["jobs/read"] }, "/scoped", 200],
  [{ scope: "email" }, "/scoped", FORBIDDEN],
  [{}, "/scoped", FORBIDDEN],
];

describePatch(
  "jwt_authorizers",
  "tokens of an issuer that a test makes up are judged by signature, times, audience and scopes",
  async (bench) => {
    const { privateKey, publicKey: key } = keyPair();
    await bench.aws.jwtIssuer(ISSUER, { keys: [publicKey(key)] });
    const url = await httpApi(bench, ECHO, ROUTES, { jwt: { issuer: ISSUER, audience: ["jobs"] } });
    const good = { iss: ISSUER, aud: "jobs", sub: "me", exp: seconds() + 600 };
    const answers = [];
    for (const [claims, path] of CASES) {
      answers.push(await call(bench, url + path, `Bearer ${token(privateKey, { ...good, ...claims })}`));
    }
    const any = (authorization?: string) => call(bench, `${url}/any`, authorization);
    const event = await bench.aws.fetchApi(`${url}/scoped`, {
      headers: { authorization: token(privateKey, { ...good, scope: "jobs/read" }) },
    });
    const { requestContext } = (await event.json()) as { requestContext: { authorizer: { jwt: { claims: object } } } };
    return {
      answers,
      claims: Object.keys(requestContext.authorizer.jwt.claims).sort(),
      none: await any(),
      noToken: await any("Bearer x"),
      rs512: await any(token(privateKey, good, "RS512")),
      stranger: await any(token(keyPair().privateKey, good)),
      unknownKey: await any(token(privateKey, good, "RS256", "two")),
      unsigned: await any(`${encode({ alg: "none", kid: "one" })}.${encode(good)}.`),
    };
  },
  {
    answers: CASES.map(([, , answer]) => answer),
    claims: ["aud", "exp", "iss", "scope", "sub"],
    none: UNAUTHORIZED,
    noToken: UNAUTHORIZED,
    rs512: 200,
    stranger: UNAUTHORIZED,
    unknownKey: UNAUTHORIZED,
    unsigned: UNAUTHORIZED,
  } as Record<string, unknown>,
);

test(
  "the keys of an issuer on this machine are fetched as its configuration says",
  () =>
    withLocalAws([], async (bench) => {
      const { privateKey, publicKey: key } = keyPair();
      const server = createServer(({ url }, response) => {
        const { port } = server.address() as AddressInfo;
        const documents: Record<string, object> = {
          "/.well-known/openid-configuration": { jwks_uri: `http://127.0.0.1:${port}/keys` },
          "/keys": { keys: [publicKey(key)] },
        };
        response.end(JSON.stringify(documents[url!] ?? {}));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        const url = await httpApi(bench, ECHO, ROUTES, { jwt: { issuer, audience: ["jobs"] } });
        const claims = { iss: issuer, aud: "jobs", exp: seconds() + 600 };
        expect(await call(bench, `${url}/any`, `Bearer ${token(privateKey, claims)}`)).toBe(200);
        expect(await call(bench, `${url}/any`, `Bearer ${token(keyPair().privateKey, claims)}`)).toEqual(UNAUTHORIZED);
      } finally {
        server.close();
      }
    }),
  60_000,
);
