import { diagram } from "../../lib/diagram";

describe("diagram", () => {
  test("draws what matters, and leads lines through roles and policies", () => {
    const drawing = diagram({
      aws_iam_role: { worker: { name: "${var.name}-worker" } },
      aws_iam_role_policy: {
        worker: {
          role: "${aws_iam_role.worker.name}",
          policy: '${jsonencode({ Resource = ["arn:aws:sqs:x:1:${var.name}-jobs"] })}',
        },
      },
      aws_lambda_function: { worker: { role: "${aws_iam_role.worker.arn}" } },
      aws_sqs_queue: { jobs: { name: "${var.name}-jobs" } },
    });
    expect(drawing.split("\n")).toEqual([
      "```mermaid",
      "flowchart LR",
      '  lambda_function__worker["worker<br/><small>lambda_function</small>"]',
      '  sqs_queue__jobs[["jobs<br/><small>sqs_queue</small>"]]',
      "  lambda_function__worker --> sqs_queue__jobs",
      "```",
    ]);
  });

  test("points with the messages: from a queue to its dead-letter queue, and not back", () => {
    const drawing = diagram({
      aws_sqs_queue: {
        dead: { name: "dead", redrive_allow_policy: '${jsonencode({ sourceQueueArns = ["arn:aws:sqs:x:1:jobs"] })}' },
        jobs: { name: "jobs" },
      },
      aws_sqs_queue_redrive_policy: {
        jobs: {
          queue_url: "${aws_sqs_queue.jobs.url}",
          redrive_policy: "${jsonencode({ a = aws_sqs_queue.dead.arn })}",
        },
      },
    });
    const arrows = drawing.split("\n").filter((line) => line.includes("-->"));
    expect(arrows).toEqual(["  sqs_queue__jobs --> sqs_queue__dead"]);
  });

  test("leads from a topic to its subscription and to the call that subscribes to it, and not back", () => {
    const subscription = { topic_arn: "${aws_sns_topic.orders.arn}", endpoint: "${aws_sqs_queue.wall.arn}" };
    const drawing = diagram(
      {
        aws_sns_topic: { orders: { name: "orders" } },
        aws_sns_topic_subscription: { wall: subscription },
        aws_sqs_queue: { wall: { name: "wall" } },
      },
      { subscriber: { source: "../subscriber", topic_arn: "${aws_sns_topic.orders.arn}" } },
    );
    expect(drawing).toContain('  module__subscriber[\\"subscriber<br/><small>module</small>"\\]');
    expect(drawing.split("\n").filter((line) => line.includes("-->"))).toEqual([
      "  sns_topic__orders --> sns_topic_subscription__wall",
      "  sns_topic__orders --> module__subscriber",
      "  sns_topic_subscription__wall --> sqs_queue__wall",
    ]);
  });

  test("ends on references in a circle", () => {
    const role = (other: string) => ({ assume_role_policy: `\${aws_iam_role.${other}.arn}` });
    const drawing = diagram({
      aws_iam_role: { a: role("b"), b: role("a") },
      aws_lambda_function: { f: { role: "${aws_iam_role.a.arn}" } },
    });
    expect(drawing).not.toContain("-->");
  });
});
