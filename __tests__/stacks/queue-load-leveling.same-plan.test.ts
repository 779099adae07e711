import { join } from "node:path";
import { App, Token } from "cdktf";
import { raw } from "../../lib/expression";
import { QueueLoadLeveling } from "../../modules/queue-load-leveling";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { queueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { Calls } from "../support/calls";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsStack, jobsVariables } from "../support/jobs";
import type { Plan } from "../support/plan";
import { planned } from "../support/same-plan";
import { moduleStack, standIn, synthesize } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";

const good = goodJobsInputs(standIn(join(temporaryFolder("code"), "worker.zip")));
const minimal = good["minimal"] as QueueLoadLevelingProps;
const sets = Object.keys(good);

/** Inputs of which Terraform alone knows the values, beside literals. */
function tokenStack() {
  return moduleStack((stack) => {
    const { worker } = minimal;
    const jobs = new QueueLoadLeveling(stack, "Default", {
      name: Token.asString(raw("var.title")),
      worker: { ...worker, timeoutSeconds: Token.asNumber(raw("var.seconds")), oneAtATime: raw("var.no") },
      queue: { fifo: raw("var.no"), maxReceiveCount: Token.asNumber(raw("var.receives")) },
      kmsKeyArn: Token.asString(raw("var.key")),
      tracing: raw("var.no"),
      tags: Token.asStringMap(raw("var.labels")),
    });
    stack.outputs(jobs.describedOutputs);
  });
}
const TOKENS = { title: "tokens", seconds: 60, receives: 4, no: false, key: null, labels: { a: "b" } };
const AS_TOKENS: QueueLoadLevelingProps = {
  name: "tokens",
  worker: { ...minimal.worker, timeoutSeconds: 60, oneAtATime: false },
  queue: { fifo: false, maxReceiveCount: 4 },
  tracing: false,
  tags: { a: "b" },
};

describeWithAws("construct and module", (terraform, folder) => {
  let plan: Plan;

  beforeAll(async () => {
    synthesize(queueLoadLevelingModule.make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, "module"));
    const calls = new Calls(folder);
    for (const [index, set] of sets.entries()) {
      const props = good[set] as QueueLoadLevelingProps;
      calls.ofStack(`construct_${index}`, jobsStack(props));
      calls.ofModule(`module_${index}`, jobsVariables(props));
    }
    calls.ofStack("construct_of_tokens", tokenStack(), TOKENS);
    calls.ofModule("module_of_tokens", jobsVariables(AS_TOKENS));
    const each = { for_each: { orders: 1, refunds: 2 }, name: "${each.key}" };
    calls.ofModule("each", jobsVariables({ ...minimal, api: null }), each);
    plan = await calls.plan(terraform);
  });

  test.each(sets.map((set, index) => [set, index] as const))("plan the same for: %s", (_, index) => {
    const ofModule = planned(plan, `module_${index}`);
    expect(planned(plan, `construct_${index}`)).toEqual(ofModule);
    expect(Object.keys(ofModule)).toEqual(expect.arrayContaining(["aws_sqs_queue.jobs", "aws_lambda_function.worker"]));
  });

  test("plan the same for tokens", () => {
    expect(planned(plan, "construct_of_tokens")).toEqual(planned(plan, "module_of_tokens"));
  });

  test("would be told apart, were their inputs not the same", () => {
    expect(planned(plan, "construct_0")).not.toEqual(planned(plan, "module_1"));
  });

  test("the module may be called several times, and for each of several names", () => {
    const queues = plan.resource_changes.flatMap(({ address, change }) =>
      /^module\.each\[.*\.aws_sqs_queue\.jobs$/.test(address) ? [(change.after as { name: string }).name] : [],
    );
    expect(queues).toEqual(["orders", "refunds"]);
  });
});
