import { targetAws } from "../../local/target";

test("an endpoint of the environment is taken as it is, without faults", async () => {
  const target = await targetAws({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_REGION: "eu-central-1" });
  expect(target).toMatchObject({
    endpoint: "http://127.0.0.1:1",
    region: "eu-central-1",
    environment: { AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
    embedded: undefined,
  });
  await target.stop();
});

test("a real account has no endpoint", async () => {
  const target = await targetAws({ E2E_REAL_AWS: "1" });
  expect(target).toMatchObject({ endpoint: undefined, environment: { AWS_REGION: "us-east-1" }, embedded: undefined });
  expect(target.environment).not.toHaveProperty("AWS_ENDPOINT_URL");
});
