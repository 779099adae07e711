import { environmentWithout } from "../../../modules/parts/environment-checks";
import { describeMaps } from "../../support/verdicts";

// {"KEY":""} are ten bytes.
const ofBytes = (bytes: number, character = "x") => ({
  KEY: character.repeat((bytes - 10) / Buffer.byteLength(character)),
});

describeMaps({
  environment: {
    checks: environmentWithout(["TABLE_NAME"]).checks,
    good: [
      {},
      { aB: "", A1_: '"quoted" ${value}\n', TZ: "Europe/Berlin", AWS_ENDPOINT_URL: "http://localhost" },
      ofBytes(3072),
      ofBytes(3072, "é"),
      { KEY: "<&>".repeat(1000) },
      { KEY: "\u2028\u2029".repeat(510) },
    ],
    bad: [
      { A: "too short" },
      { "A-KEY": "x" },
      { "1KEY": "x" },
      { _KEY: "x" },
      { "": "x" },
      { AWS_REGION: "eu-central-1" },
      { LAMBDA_TASK_ROOT: "/" },
      { TABLE_NAME: "mine" },
      { POWERTOOLS_SERVICE_NAME: "mine" },
      { POWERTOOLS_LOG_LEVEL: "DEBUG" },
      ofBytes(3073),
      ofBytes(3074, "é"),
      ofBytes(3073, "\u2028"),
    ],
  },
});
