import { httpApi } from "../../http-api";
import { describePatch } from "../../support";

const PATHS = ["/health", "/login", "/logout", "/oauth2/authorize", "/Execute", "/iceberg/v1/config", "/v2/_catalog"];

describePatch(
  "public_paths",
  "a path of an API is the API's, whatever ministack serves there itself",
  async (bench) => {
    const url = await httpApi(bench, "exports.handler = async ({ rawPath }) => rawPath;", { $default: "NONE" });
    return Promise.all(PATHS.map(async (path) => (await bench.aws.fetchApi(`${url}${path}`)).text()));
  },
  PATHS,
);
