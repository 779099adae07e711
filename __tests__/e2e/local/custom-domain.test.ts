import { httpApi } from "./http-api";
import { describePatch, withLocalAws } from "./support";

test(
  "a custom domain is served where its mapping leads, called by its name as Host",
  () =>
    withLocalAws([], async (bench) => {
      const url = await httpApi(bench, "exports.handler = async ({ rawPath }) => rawPath;", { "GET /jobs": "NONE" });
      const apiId = new URL(url).hostname.split(".")[0]!;
      const certificateArn = `arn:aws:acm:us-east-1:${bench.aws.accountId}:certificate/one`;
      const domainNameConfigurations = [{ certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" }];
      await bench.gateway("POST", "/domainnames", { domainName: "api.example.com", domainNameConfigurations });
      await bench.gateway("POST", "/domainnames/api.example.com/apimappings", { apiId, stage: "$default" });
      const response = await bench.aws.fetchApi("http://api.example.com/jobs");
      expect([response.status, await response.text()]).toEqual([200, "/jobs"]);
    }),
  60_000,
);

describePatch(
  "http_api",
  "a function hears under which domain it was called, and nothing of the base path",
  async (bench) => {
    const said =
      "exports.handler = async ({ rawPath, requestContext: { domainName, domainPrefix, stage } }) => [rawPath, domainName, domainPrefix, stage];";
    const url = await httpApi(bench, said, { "GET /jobs": "NONE" });
    const apiId = new URL(url).hostname.split(".")[0]!;
    const certificateArn = `arn:aws:acm:us-east-1:${bench.aws.accountId}:certificate/one`;
    const domainNameConfigurations = [{ certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" }];
    await bench.gateway("POST", "/domainnames", { domainName: "api.example.com", domainNameConfigurations });
    const mapping = { apiId, stage: "$default", apiMappingKey: "shop/v1" };
    await bench.gateway("POST", "/domainnames/api.example.com/apimappings", mapping);
    const response = await bench.aws.fetchApi("http://api.example.com/shop/v1/jobs");
    return [response.status, await response.json()];
  },
  [200, ["/jobs", "api.example.com", "api", "$default"]] as unknown[],
);
