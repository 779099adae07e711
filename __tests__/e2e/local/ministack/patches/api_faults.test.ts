import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describePatch, type Workbench } from "../../support";

/** A client that does not try again. */
const once = ({ aws: { endpoint, region, credentials } }: Workbench) =>
  new SQSClient({ endpoint, region, credentials, maxAttempts: 1 });

const outcomes = async (bench: Workbench, url: string, times: number) => {
  const seen: string[] = [];
  for (let time = 0; time < times; time++) {
    const sent = once(bench).send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    seen.push(
      await sent.then(
        () => "sent",
        (error: Error) => (error.message.includes("socket hang up") ? "cut" : error.name),
      ),
    );
  }
  return seen;
};

describePatch(
  "api_faults",
  "an API fails as often as asked, for the resource that was named",
  async (bench) => {
    const [first, second] = [await bench.queue("first"), await bench.queue("second")];
    await bench.aws.faults.failApi({
      service: "sqs",
      action: "SendMessage",
      resource: first.arn,
      code: "ThrottlingException",
      count: 2,
    });
    return { first: await outcomes(bench, first.url, 3), second: await outcomes(bench, second.url, 1) };
  },
  { first: ["ThrottlingException", "ThrottlingException", "sent"], second: ["sent"] },
);

describePatch(
  "api_faults",
  "a connection is cut without an answer, and a fault can be taken away",
  async (bench) => {
    const { url } = await bench.queue("cut");
    const fault = await bench.aws.faults.failApi({ service: "sqs", code: "ConnectionReset" });
    const during = await outcomes(bench, url, 1);
    await fault.remove();
    return [...during, ...(await outcomes(bench, url, 1))];
  },
  ["cut", "sent"],
);
