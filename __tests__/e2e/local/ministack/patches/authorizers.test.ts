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
