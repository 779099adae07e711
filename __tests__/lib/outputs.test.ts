import { raw } from "../../lib/expression";
import { NULL } from "../../lib/logic";
import { output, outputValues } from "../../lib/outputs";
import { documentOf, moduleStack } from "../support/synthesize";

const queueUrl = output("URL of the queue.", raw("var.url"));
const deadLetterQueues = output("Dead-letter queues.", { jobs: { name: "jobs-dead-letter" } });

const part = output("Parts.", { a: undefined, b: [null, "x"] });

test("users of a construct read the values alone", () => {
  expect(outputValues({ queueUrl, deadLetterQueues })).toEqual({
    queueUrl: queueUrl.value,
    deadLetterQueues: { jobs: { name: "jobs-dead-letter" } },
  });
});

test("a module declares them under Terraform's names, with descriptions", () => {
  const stack = moduleStack((scope) =>
    scope.outputs({ queueUrl, deadLetterQueues, none: output("Nothing.", NULL), part }),
  );
  expect(documentOf(stack).output).toEqual({
    queue_url: { value: "${var.url}", description: "URL of the queue." },
    dead_letter_queues: { value: { jobs: { name: "jobs-dead-letter" } }, description: "Dead-letter queues." },
    part: { value: { a: "${null}", b: ["${null}", "x"] }, description: "Parts." },
    none: { value: "${null}", description: "Nothing." },
  });
});

test("two outputs of one name are refused", () => {
  expect(() => moduleStack((scope) => scope.outputs({ queueUrl, queue_url: queueUrl }))).toThrow(
    "test/output@queue_url and test/output@queueUrl both claim the address output.queue_url; rename one of them",
  );
});
