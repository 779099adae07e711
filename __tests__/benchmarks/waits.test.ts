import { longestWait, nodesOf, uploadedFunctions, type Waiting } from "../../benchmarks/support/waits";

const QUEUE = { name: "q" };

test.each([
  ["no resources", {}, [], 0],
  ["nothing that waits", { aws_iam_role: { role: {} } }, [], 0],
  ["queues side by side", { aws_sqs_queue: { a: QUEUE, b: QUEUE } }, ["aws_sqs_queue.a"], 25],
  [
    "a queue that another one refers to",
    { aws_sqs_queue: { jobs: { redrive_policy: "${jsonencode({arn = aws_sqs_queue.dead.arn})}" }, dead: QUEUE } },
    ["aws_sqs_queue.dead", "aws_sqs_queue.jobs"],
    50,
  ],
  [
    "mere order, through resources that do not wait",
    {
      aws_sqs_queue: { late: { depends_on: ["aws_sns_topic.between"] }, early: QUEUE },
      aws_sns_topic: { between: { tags: { queue: "${aws_sqs_queue.early[0].url}" } } },
    },
    ["aws_sqs_queue.early", "aws_sqs_queue.late"],
    50,
  ],
  [
    "the slower of two ways to a resource",
    {
      aws_lambda_function: { direct: { filename: "x.zip" } },
      aws_sqs_queue: { slow: QUEUE },
      aws_sqs_queue_policy: {
        last: { queue_url: "${aws_sqs_queue.slow.url}", policy: "${aws_lambda_function.direct.arn}" },
      },
    },
    ["aws_sqs_queue.slow", "aws_sqs_queue_policy.last"],
    50,
  ],
  [
    "a function whose code is uploaded",
    { aws_lambda_function: { f: { filename: "${var.f}" } } },
    ["aws_lambda_function.f"],
    5,
  ],
  ["a function whose code lies in S3", { aws_lambda_function: { f: { s3_bucket: "code" } } }, [], 0],
  [
    "data sources of a resource's name",
    { aws_sqs_queue: { a: { name: "${data.aws_sqs_queue.b.name}" }, b: QUEUE } },
    ["aws_sqs_queue.a"],
    25,
  ],
])("the longest wait of %s", (_, resources, waiting, seconds) => {
  expect(longestWait(nodesOf({ resource: resources as never }))).toEqual({ waiting, seconds });
});

const SPOKE: Waiting = {
  resource: {
    aws_sqs_queue: { dead: QUEUE, queue: { ...QUEUE, policy: "${jsonencode({ topic = var.topic_arn })}" } },
    aws_sqs_queue_redrive_policy: { queue: { queue_url: "${aws_sqs_queue.queue.url}" } },
  },
  output: { queue_url: { value: "${aws_sqs_queue.queue.url}" } },
};

/** A hub that calls the spoke with an argument. */
const hub = (topicArn: string, resource: Waiting["resource"] = {}): Waiting => ({
  resource,
  module: { spoke: { source: "../spoke", topic_arn: topicArn } },
});

test.each([
  [
    "a called module, by itself",
    hub("arn:aws:sns:::topic"),
    ["module.spoke.aws_sqs_queue.queue", "module.spoke.aws_sqs_queue_redrive_policy.queue"],
  ],
  [
    "a called module whose argument waits",
    hub("${aws_sqs_queue.first.arn}", { aws_sqs_queue: { first: QUEUE } }),
    ["aws_sqs_queue.first", "module.spoke.aws_sqs_queue.queue", "module.spoke.aws_sqs_queue_redrive_policy.queue"],
  ],
  [
    "a resource that needs an output of a called module: what the output needs, and no more",
    hub("", {
      aws_sqs_queue_policy: { last: { queue_url: "${module.spoke.queue_url}" } },
      aws_sqs_queue_redrive_policy: { last: { queue_url: "${aws_sqs_queue_policy.last.queue_url}" } },
    }),
    ["module.spoke.aws_sqs_queue.queue", "aws_sqs_queue_policy.last", "aws_sqs_queue_redrive_policy.last"],
  ],
  [
    "a name that is another one's in the called module",
    hub("", { aws_sqs_queue_policy: { queue: { policy: "${aws_sqs_queue.queue.arn}" } } }),
    ["module.spoke.aws_sqs_queue.queue", "module.spoke.aws_sqs_queue_redrive_policy.queue"],
  ],
])("the longest wait of %s", (_, document, waiting) => {
  const nodes = nodesOf(document, (source) => (source === "../spoke" ? SPOKE : {}));
  expect(longestWait(nodes)).toEqual({ waiting, seconds: 25 * waiting.length });
});

test("a circle is named", () => {
  const circle = { aws_sqs_queue: { a: { tags: "${aws_sqs_queue.b.arn}" }, b: { depends_on: ["aws_sqs_queue.a"] } } };
  expect(() => longestWait(nodesOf({ resource: circle }))).toThrow(
    "aws_sqs_queue.a → aws_sqs_queue.b → aws_sqs_queue.a",
  );
});

test("functions with a file are uploaded in turn, those from S3 and images are not", () => {
  const functions = { file: { filename: "a.zip" }, s3: { s3_bucket: "b" }, image: { image_uri: "i" } };
  expect(uploadedFunctions(nodesOf({ resource: { aws_lambda_function: functions } }))).toEqual([
    "aws_lambda_function.file",
  ]);
});
