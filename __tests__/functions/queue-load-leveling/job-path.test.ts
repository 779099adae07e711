import { jobPath } from "../../../functions/queue-load-leveling/job-path";

const DEFAULT = "a1b2c3.execute-api.eu-central-1.amazonaws.com";
const DOMAIN = "api.example.com";

test.each([
  ["the default endpoint", DEFAULT, "$default", "", "/jobs/1"],
  ["the default endpoint, beside a domain with a base path", DEFAULT, "$default", "shop/v1", "/jobs/1"],
  ["the default endpoint and a stage with a name", DEFAULT, "prod", "", "/prod/jobs/1"],
  ["a domain", DOMAIN, "$default", "", "/jobs/1"],
  ["a domain with a base path", DOMAIN, "$default", "shop/v1", "/shop/v1/jobs/1"],
  ["a domain, mapped to a stage with a name", DOMAIN, "prod", "", "/jobs/1"],
  ["a domain with a base path, mapped to a stage with a name", DOMAIN, "prod", "v1", "/v1/jobs/1"],
  ["a domain that looks like the endpoint of another API", `x.execute-api.${DOMAIN}`, "prod", "v1", "/v1/jobs/1"],
  ["an event that does not say", undefined, undefined, "", "/jobs/1"],
])("a job's status under %s", (_, domainName, stage, basePath, path) => {
  expect(jobPath({ apiId: "a1b2c3", domainName, stage }, basePath, "1")).toBe(path);
});
