import {
  CreateAliasCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { describePatch, eventually, NOTE, type Workbench } from "../../support";

const SOURCE = `${NOTE} exports.handler = async (event) => {
  note("tries", event);
  if (event.fail) throw new TypeError("broken");
  return { done: event.n };
};`;

const LOGS = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };

interface InvocationRecord {
  readonly version: string;
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly [more: string]: unknown;
  };
  readonly requestPayload: unknown;
  readonly responseContext: unknown;
  readonly responsePayload: { readonly errorType?: string; readonly done?: number };
}

const send = (bench: Workbench, name: string, event: object, Qualifier?: string) =>
  bench.lambda.send(
    new InvokeCommand({ FunctionName: name, Qualifier, InvocationType: "Event", Payload: JSON.stringify(event) }),
  );

async function only(bench: Workbench, url: string) {
  const [message] = await eventually("a record", async () => {
    const found = await bench.messages(url);
    return found.length > 0 && found;
  });
  return message!;
}

describePatch(
  "async_invoke",
  "an alias has its own number of tries and destinations, whose records say what happened",
  async (bench) => {
    const failed = await bench.queue("failed");
    const succeeded = await bench.queue("succeeded");
    await bench.function("work", SOURCE);
    const { Version } = await bench.lambda.send(new PublishVersionCommand({ FunctionName: "work" }));
    await bench.lambda.send(new CreateAliasCommand({ FunctionName: "work", Name: "live", FunctionVersion: Version }));
    await bench.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "work",
        Qualifier: "live",
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: failed.arn }, OnSuccess: { Destination: succeeded.arn } },
      }),
    );
    await send(bench, "work", { fail: true }, "live");
    const { requestContext, timestamp, ...failure } = JSON.parse(
      (await only(bench, failed.url)).Body!,
    ) as InvocationRecord;
    const tries = bench.notes("tries").length;
    await send(bench, "work", { n: 1 }, "live");
    const success = JSON.parse((await only(bench, succeeded.url)).Body!) as InvocationRecord;
    const { requestId, ...context } = requestContext;
    return {
      tries,
      context,
      failure: { ...failure, responsePayload: failure.responsePayload.errorType },
      named: requestId.length,
      timed: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(timestamp),
      success: [success.requestContext.condition, success.requestPayload, success.responsePayload],
    };
  },
  {
    tries: 2,
    context: {
      functionArn: "arn:aws:lambda:us-east-1:123456789012:function:work:live",
      condition: "RetriesExhausted",
      approximateInvokeCount: 2,
    } as Record<string, unknown>,
    failure: {
      version: "1.0",
      requestPayload: { fail: true } as unknown,
      responseContext: { statusCode: 200, executedVersion: "1", functionError: "Unhandled" } as unknown,
      responsePayload: "TypeError" as string | undefined,
    },
    named: 36,
    timed: true,
    success: ["Success", { n: 1 }, { done: 1 }] as unknown[],
  },
);

describePatch(
  "async_invoke",
  "a dead-letter queue gets the event itself, if the function's role may send to it",
  async (bench) => {
    const { url, arn } = await bench.queue("dead");
    const Resource = arn;
    const allowed = [{ Effect: "Allow", Action: "sqs:SendMessage", Resource }];
    const DeadLetterConfig = { TargetArn: arn };
    await bench.function("refused", SOURCE, { DeadLetterConfig }, [LOGS]);
    await bench.function("allowed", SOURCE, { DeadLetterConfig }, [LOGS, ...allowed]);
    await send(bench, "refused", { fail: "refused" });
    await eventually("three tries", () => bench.notes("tries").length === 3);
    await send(bench, "allowed", { fail: "allowed" });
    const { Body, MessageAttributes } = await only(bench, url);
    const { denied } = await bench.aws.report();
    return {
      body: Body,
      attributes: Object.keys(MessageAttributes ?? {}).sort(),
      message: MessageAttributes?.ErrorMessage?.StringValue,
      more: (await bench.messages(url)).length,
      denied: denied.map(({ role, action }) => `${role} ${action}`).filter((call) => call.includes("sqs")),
    };
  },
  {
    body: '{"fail": "allowed"}',
    attributes: ["ErrorCode", "ErrorMessage", "RequestID"],
    message: "broken" as string | undefined,
    more: 0,
    denied: ["refused sqs:SendMessage"],
  },
);

describePatch(
  "async_invoke",
  "what is throttled waits and is not counted as a try",
  async (bench) => {
    await bench.function("busy", SOURCE);
    await bench.concurrency("busy", 0);
    await send(bench, "busy", { n: 1 });
    await eventually("some throttled tries", () => bench.aws.invocations().length > 3);
    await bench.concurrency("busy", 1);
    return eventually("the invocation", () => bench.notes("tries").length === 1);
  },
  true,
);
