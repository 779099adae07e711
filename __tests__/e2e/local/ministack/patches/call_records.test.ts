import { describePatch } from "../../support";

describePatch(
  "call_records",
  "a call is recorded with its caller, action, resource and verdict",
  async (bench) => {
    await bench.queue("jobs");
    return bench.aws.calls().map(({ at, ...call }) => ({ ...call, at: typeof at }));
  },
  [
    {
      caller: "arn:aws:iam::123456789012:root",
      action: "sqs:CreateQueue",
      resource: "arn:aws:sqs:us-east-1:123456789012:jobs",
      allowed: true,
      at: "number",
    },
  ],
);
