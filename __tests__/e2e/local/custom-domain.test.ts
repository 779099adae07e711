import { httpApi } from "./http-api";
import { withLocalAws } from "./support";

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
