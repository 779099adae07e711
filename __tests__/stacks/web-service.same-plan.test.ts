import { join } from "node:path";
import { App, Token } from "cdktf";
import { raw } from "../../lib/expression";
import { WebService } from "../../modules/web-service";
import type { WebServiceProps } from "../../modules/web-service/props";
import { webServiceModule } from "../../stacks/web-service";
import { Calls } from "../support/calls";
import { temporaryFolder } from "../support/folders";
import type { Plan } from "../support/plan";
import { planned } from "../support/same-plan";
import { moduleStack, standIn, synthesize } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";
import { goodWebInputs, webStack, webVariables } from "../support/web-service";

const filename = standIn(join(temporaryFolder("code"), "orders.zip"));
const good: Readonly<Record<string, WebServiceProps>> = goodWebInputs(filename);
const sets = Object.keys(good);

/** Inputs of which Terraform alone knows the values, beside literals and within entries of maps. */
function tokenStack() {
  return moduleStack((stack) => {
    const service = new WebService(stack, "Default", {
      name: Token.asString(raw("var.title")),
      functions: {
        orders: {
          filename,
          timeoutSeconds: Token.asNumber(raw("var.seconds")),
          tableAccess: Token.asString(raw("var.access")),
          environment: Token.asStringMap(raw("var.settings")),
          provisionedConcurrency: Token.asNumber(raw("var.kept_ready")),
        },
        stock: { filename, tableActions: Token.asList(raw("var.actions")), tableAccess: "read" },
      },
      routes: {
        "GET /orders": { function: Token.asString(raw("var.target")), authorization: Token.asString(raw("var.who")) },
        "POST /orders": { function: "orders", throttle: { burst: Token.asNumber(raw("var.burst")) } },
      },
      publicApi: { jwt: { issuer: Token.asString(raw("var.issuer")), audience: ["shop"] } },
      table: {
        hashKey: Token.asString(raw("var.key")),
        indexes: { by_status: { hashKey: Token.asString(raw("var.status")) } },
        ttlAttribute: Token.asString(raw("var.expiry")),
      },
      alarms: { enabled: raw("var.alarmed") },
      tags: Token.asStringMap(raw("var.labels")),
    });
    stack.outputs(service.describedOutputs);
  });
}
const TOKENS = {
  title: "tokens",
  seconds: 60,
  access: "read_write",
  settings: { A_KEY: "b" },
  kept_ready: null,
  actions: ["Query"],
  target: "stock",
  who: "JWT",
  burst: 700,
  issuer: "https://idp.example.com",
  key: "id",
  status: "status",
  expiry: null,
  alarmed: true,
  labels: { a: "b" },
};
const AS_TOKENS: WebServiceProps = {
  name: "tokens",
  functions: {
    orders: { filename, timeoutSeconds: 60, tableAccess: "read_write", environment: { A_KEY: "b" } },
    stock: { filename, tableActions: ["Query"], tableAccess: "read" },
  },
  routes: {
    "GET /orders": { function: "stock", authorization: "JWT" },
    "POST /orders": { function: "orders", throttle: { burst: 700 } },
  },
  publicApi: { jwt: { issuer: "https://idp.example.com", audience: ["shop"] } },
  table: { hashKey: "id", indexes: { by_status: { hashKey: "status" } } },
  tags: { a: "b" },
};

describeWithAws("construct and module", (terraform, folder) => {
  let plan: Plan;

  beforeAll(async () => {
    synthesize(webServiceModule.make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, "module"));
    const calls = new Calls(folder);
    for (const [index, props] of Object.values(good).entries()) {
      calls.ofStack(`construct_${index}`, webStack(props));
      calls.ofModule(`module_${index}`, webVariables(props));
    }
    calls.ofStack("construct_of_tokens", tokenStack(), TOKENS);
    calls.ofModule("module_of_tokens", webVariables(AS_TOKENS));
    const each = { for_each: { orders: 1, refunds: 2 }, name: "${each.key}" };
    calls.ofModule("each", webVariables(good["minimal"] as WebServiceProps), each);
    plan = await calls.plan(terraform);
  });

  test.each(sets.map((set, index) => [set, index] as const))("plan the same for: %s", (_, index) => {
    const ofModule = planned(plan, `module_${index}`);
    expect(planned(plan, `construct_${index}`)).toEqual(ofModule);
    expect(Object.keys(ofModule).filter((address) => /^aws_lambda_(function|alias)\./.test(address))).not.toEqual([]);
  });

  test("plan the same for tokens, within entries too", () => {
    expect(planned(plan, "construct_of_tokens")).toEqual(planned(plan, "module_of_tokens"));
  });

  test("would be told apart, were their inputs not the same", () => {
    expect(planned(plan, "construct_0")).not.toEqual(planned(plan, "module_1"));
  });

  test("the module may be called several times, and for each of several names", () => {
    const functions = plan.resource_changes.flatMap(({ address, change }) =>
      /^module\.each\[.*\.aws_lambda_function\.function\["orders"\]$/.test(address)
        ? [(change.after as { function_name: string }).function_name]
        : [],
    );
    expect(functions).toEqual(["orders-orders", "refunds-orders"]);
  });
});
