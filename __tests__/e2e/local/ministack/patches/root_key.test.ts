import { AwsClient } from "aws4fetch";
import { randomCredentials } from "../../../../../local/credentials";
import { httpApi } from "../../http-api";
import { describePatch } from "../../support";

describePatch(
  "root_key",
  "a route of an API that asks for a signature is open to root with the keys of this run, and to no made-up ones",
  async (bench) => {
    const url = await httpApi(bench, "exports.handler = async () => 'in';", { "GET /signed": "AWS_IAM" });
    const call = async (keys: { accessKeyId: string; secretAccessKey: string }) => {
      const client = new AwsClient({ ...keys, region: bench.aws.region, service: "execute-api" });
      const { headers } = await client.sign(`${url}/signed`);
      return (await bench.aws.fetchApi(`${url}/signed`, { headers })).status;
    };
    const { credentials, accountId } = bench.aws;
    return [
      await call(credentials),
      await call({ ...credentials, secretAccessKey: randomCredentials().secretAccessKey }),
      await call({ accessKeyId: "test", secretAccessKey: "test" }),
      await call({ accessKeyId: accountId, secretAccessKey: "test" }),
    ];
  },
  [200, 403, 403, 403],
);
