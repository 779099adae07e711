import { SQSClient } from "@aws-sdk/client-sqs";
import type { RedriveEnvironment } from "../../../functions/subscriber/redrive-contract";
import { deadLetterQueueUrls, redriveTarget } from "../../../functions/subscriber/redrive-target";

const environment: RedriveEnvironment = {
  REDRIVE_QUEUE_URL: "",
  REDRIVE_FUNCTION_NAME: "",
  REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL: "https://delivery",
  REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL: "https://processing",
  REDRIVE_TABLE_NAME: "redrives",
  REDRIVE_MAX_PER_SECOND: "10",
};

test.each([
  ["no way back", {}],
  ["two ways back", { REDRIVE_QUEUE_URL: "https://queue", REDRIVE_FUNCTION_NAME: "handle" }],
])("an environment with %s is refused", (_name, changes) => {
  expect(() => redriveTarget(new SQSClient({}), { ...environment, ...changes })).toThrow(
    "One of REDRIVE_QUEUE_URL and REDRIVE_FUNCTION_NAME must be set, the other empty.",
  );
});

test.each([
  ["delivery", ["https://delivery"]],
  ["processing", ["https://processing"]],
  ["both", ["https://delivery", "https://processing"]],
] as const)("a request about %s reads %j", (from, urls) => {
  expect(deadLetterQueueUrls(environment, from)).toEqual(urls);
});

test("where there is no processing dead-letter queue, both are the one, and the other cannot be asked for", () => {
  const without = { ...environment, REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL: "" };
  expect(deadLetterQueueUrls(without, "both")).toEqual(["https://delivery"]);
  expect(() => deadLetterQueueUrls(without, "processing")).toThrow(
    /no processing dead-letter queue. Nothing was moved/,
  );
});
