import { describePatch } from "../../support";

describePatch(
  "api_tags",
  "an API and its stage show the tags that they were given and not those that were taken away",
  async (bench) => {
    const { apiId } = await bench.api("POST", "", {
      name: "jobs",
      protocolType: "HTTP",
      tags: { team: "a", old: "x" },
    });
    await bench.api("POST", `/${apiId}/stages`, { stageName: "live", tags: { team: "a", old: "x" } });
    const shown: unknown[] = [];
    for (const path of [`/${apiId}`, `/${apiId}/stages/live`]) {
      const arn = encodeURIComponent(`arn:aws:apigateway:us-east-1::/apis${path}`);
      await bench.signed("apigateway", "POST", `/v2/tags/${arn}`, { body: JSON.stringify({ tags: { team: "b" } }) });
      await bench.signed("apigateway", "DELETE", `/v2/tags/${arn}?tagKeys=old`);
      shown.push((await bench.api("GET", path))["tags"]);
    }
    return shown;
  },
  [{ team: "b" }, { team: "b" }] as unknown[],
);
