import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describePatch } from "../../support";

describePatch(
  "secure_transport",
  "a queue that refuses calls without TLS takes the calls of this endpoint",
  async (bench) => {
    const { url } = await bench.queue("tls", {
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
    await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hello" }));
    return (await bench.depth(url)).visible;
  },
  1,
);
