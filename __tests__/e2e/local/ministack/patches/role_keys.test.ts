import { createHash } from "node:crypto";
import { describePatch } from "../../support";

const ENVIRONMENT = "exports.handler = async () => process.env;";

describePatch(
  "role_keys",
  "a function's keys are none that follow from its name and its role",
  async (bench) => {
    const arn = await bench.function("teller", ENVIRONMENT);
    const { answer } = (await bench.invoke("teller")) as { answer: Record<string, string> };
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const guess = hash(`${arn}:arn:aws:iam::${bench.aws.accountId}:role/teller`);
    return [answer["AWS_SECRET_ACCESS_KEY"], answer["AWS_SESSION_TOKEN"]].map(
      (value) => value !== undefined && value !== hash(`secret:${guess}`) && value !== hash(`token:${guess}`),
    );
  },
  [true, true],
);
