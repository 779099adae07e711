import { join } from "node:path";
import { App } from "cdktf";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { goodVariables } from "../support/good-variables";
import { IdentityService, type Plan, planOf } from "../support/plan";
import { reachingAll, referring } from "../support/references";
import { standIn, synthesize } from "../support/synthesize";
import { describeWithAws, writeJson } from "../support/terraform";

const good = reachingAll(goodVariables(standIn(join(temporaryFolder("code"), "code.zip"))));

/** Two things outside the modules: one stays as it is, the other is to be changed in place. */
const THINGS = ["steady", "pending"] as const;
const ID = "b3e6a1c4-7c52-4c59-9f0a-6a8f1f1f7a10";

/** What was applied before: both things. */
const STATE = {
  version: 4,
  serial: 1,
  lineage: ID,
  resources: THINGS.map((name) => ({
    ...{ mode: "managed", type: "terraform_data", name, provider: 'provider["terraform.io/builtin/terraform"]' },
    instances: [
      { attributes: { id: ID, input: { type: "string", value: "old" }, output: { type: "string", value: "old" } } },
    ],
  })),
};

/** Each module with each set, once for each thing: every value refers to it, and is known all the same. */
function calls(): [string, object][] {
  return Object.entries(good).flatMap(([module, sets]) =>
    Object.values(sets).flatMap((variables, index) =>
      THINGS.map((thing): [string, object] => {
        const refer = (value: string) => `[terraform_data.${thing}.id, ${value}][1]`;
        return [`${thing}_${module}_${index}`, { source: `./${module}`, ...referring(variables, refer) }];
      }),
    ),
  );
}

/** What is planned within the calls about one thing, by address. */
function ofCalls(plan: Plan, thing: (typeof THINGS)[number], mode: string): Record<string, unknown> {
  const prefix = `module.${thing}_`;
  const inside = plan.resource_changes.filter((one) => one.mode === mode && one.address.startsWith(prefix));
  return Object.fromEntries(inside.map(({ address, change }) => [address.slice(prefix.length), change]));
}

describeWithAws("a pending change of what inputs refer to", (terraform, folder) => {
  const identity = new IdentityService();
  let plan: Plan;

  beforeAll(async () => {
    for (const { name, make } of patternModules.filter((one) => one.name in good))
      synthesize(make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, name));
    writeJson(folder, "terraform.tfstate", STATE);
    const terraform_data = { steady: { input: "old" }, pending: { input: "new" } };
    const provider = await identity.start();
    plan = await planOf(terraform, folder, {
      provider,
      resource: { terraform_data },
      module: Object.fromEntries(calls()),
    });
  });
  afterAll(() => identity.stop());

  test("is planned in place", () => {
    const actions = plan.resource_changes.map(({ address, change }) => [address, change.actions]);
    expect(actions).toEqual(
      expect.arrayContaining([
        ["terraform_data.steady", ["no-op"]],
        ["terraform_data.pending", ["update"]],
      ]),
    );
  });

  test("makes nothing else unknown, and changes nothing else", () => {
    const steady = ofCalls(plan, "steady", "managed");
    expect(Object.keys(steady).length).toBeGreaterThan(100);
    expect(ofCalls(plan, "pending", "managed")).toEqual(steady);
  });

  test("puts off nothing but the checks of the inputs, of which no value comes", () => {
    // Those of a hub's subscribers wait for the topic's ARN anyway, as long as there is no topic.
    const later = THINGS.flatMap((thing) => Object.keys(ofCalls(plan, thing, "data")));
    expect(later.filter((address) => !address.endsWith("data.aws_partition.inputs"))).toEqual([]);
    expect(later.length).toBeGreaterThan(0);
  });
});
