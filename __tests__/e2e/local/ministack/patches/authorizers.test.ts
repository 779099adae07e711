import { describePatch } from "../../support";

describePatch(
  "authorizers",
  "a JWT authorizer shows no settings of Lambda authorizers",
  async (bench) => {
    const { apiId } = await bench.api("POST", "", { name: "jobs", protocolType: "HTTP" });
    const { authorizerId } = await bench.api("POST", `/${apiId}/authorizers`, {
      name: "jwt",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { audience: ["jobs"], issuer: "https://issuer.example.com" },
    });
    return Object.keys(await bench.api("GET", `/${apiId}/authorizers/${authorizerId}`)).sort();
  },
  ["authorizerId", "authorizerType", "identitySource", "jwtConfiguration", "name"],
);

describePatch(
  "authorizers",
  "a Lambda authorizer shows no settings of tokens",
  async (bench) => {
    const { apiId } = await bench.api("POST", "", { name: "jobs", protocolType: "HTTP" });
    const { authorizerId } = await bench.api("POST", `/${apiId}/authorizers`, {
      name: "keys",
      authorizerType: "REQUEST",
      identitySource: ["$request.header.x-api-key"],
      authorizerUri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations",
      authorizerPayloadFormatVersion: "2.0",
      enableSimpleResponses: true,
    });
    return "jwtConfiguration" in (await bench.api("GET", `/${apiId}/authorizers/${authorizerId}`));
  },
  false,
);
