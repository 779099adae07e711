import { join } from "node:path";
import { App } from "cdktf";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { goodVariables } from "../support/good-variables";
import { IdentityService } from "../support/plan";
import { reachingAll } from "../support/references";
import { standIn, synthesize } from "../support/synthesize";
import { describeWithAws, writeJson } from "../support/terraform";
import { leavesOf, withUnknown } from "../support/unknown";

const sets = reachingAll(goodVariables(standIn(join(temporaryFolder("code"), "code.zip"))));
/** In scope MessageBody the provider has to know the policy, so here all are about attributes. */
const ABOUT_ATTRIBUTES = { filter_policy_scope: "MessageAttributes", filter_policy: '{"type":["order.placed"]}' };
const good = JSON.parse(JSON.stringify(sets), (key, value: unknown) =>
  key in ABOUT_ATTRIBUTES && value ? ABOUT_ATTRIBUTES[key as keyof typeof ABOUT_ATTRIBUTES] : value,
) as typeof sets;
const modules = patternModules.filter(({ name }) => name in good);

/** What has to be known at plan, with the reason: no resource gives it, or Terraform or the provider cannot do without. */
const KNOWN: Readonly<Record<string, RegExp>> = {
  "which resources there are hangs on it":
    /(^|[.])(enabled|existing|mode|fifo|authorization|snap_start|one_at_a_time|max_per_second|provisioned_concurrency|backlog_per_worker)$/,
  "the provider wants handler and runtime beside a zip file, and so has to know them, and what is no zip file":
    /(^|[.])(image_uri|handler|(nodejs_)?runtime)$/,
  "the provider compares the names of keys with those of attributes":
    /^table[.]([a-z_]*_key|attribute_types|indexes[.].*|ttl_attribute)$/,
  "the provider refuses a scope beside a filter policy that it does not know": /(^|[.])filter_policy_scope$/,
  "it is the key of an entry of another map": /^(routes|authorizers)[.][*][.](function|authorizer)$/,
  "a route's issuer may be the API's own, and then there is one authorizer": /^routes[.][*][.]jwt[.]/,
};
const mayBeUnknown = (path: string) => !Object.values(KNOWN).some((pattern) => pattern.test(path));

/** Whether one of the sets gives the input. */
function isGiven(sets: Readonly<Record<string, object>>, path: string): boolean {
  const given = (value: unknown, [key, ...rest]: string[]): boolean => {
    if (value === null || value === undefined) return false;
    if (key === undefined) return true;
    const members = value as Readonly<Record<string, unknown>>;
    return (key === "*" ? Object.values(members) : [members[key]]).some((member) => given(member, rest));
  };
  return Object.values(sets).some((variables) => given(variables, path.split(".")));
}

/** Each set with all that may be unknown, and with every second of it, so that nothing hides behind the rest. */
function calls(name: string): Record<string, object> {
  const { inputs } = modules.find((one) => one.name === name) as (typeof modules)[number];
  const leaves = leavesOf(inputs.members).map(({ path }) => path);
  const shares = [
    ["wholly", mayBeUnknown],
    ["in parts", mayBeUnknown],
    ["wholly", (path: string) => mayBeUnknown(path) && leaves.indexOf(path) % 2 === 0],
    ["in parts", (path: string) => mayBeUnknown(path) && leaves.indexOf(path) % 2 === 1],
  ] as const;
  const made = Object.values(good[name] ?? {}).flatMap((variables, set) =>
    shares.map(([share, isUnknown], index) => [
      `${name}_${set}_${index}`,
      { source: `./${name}`, ...withUnknown(inputs.members, variables, share, isUnknown) },
    ]),
  );
  return Object.fromEntries(made) as Record<string, object>;
}

test("every input is unknown in a set of one of the modules, or is known for a reason", () => {
  const leaves = modules.flatMap(({ name, inputs }) => leavesOf(inputs.members).map((leaf) => ({ name, ...leaf })));
  const wanted = leaves.filter(({ path }) => mayBeUnknown(path));
  // A subscriber's inputs are those of its entry in the hub, and a worker's those of every function.
  const given = new Set(wanted.filter(({ name, path }) => isGiven(good[name] ?? {}, path)).map(({ type }) => type));
  expect(wanted.filter(({ type }) => !given.has(type)).map(({ name, path }) => `${name}: ${path}`)).toEqual([]);
});

describeWithAws("inputs that are known only after apply", (terraform, folder) => {
  const identity = new IdentityService();
  let provider: object;

  beforeAll(async () => {
    for (const { name, make } of modules)
      synthesize(make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, name));
    provider = await identity.start();
  });
  afterAll(() => identity.stop());

  test.each(modules.map(({ name }) => name))(
    "%s is planned while they are unknown, wholly and in parts",
    async (name) => {
      const resource = { terraform_data: { unknown: { input: "known after apply" } } };
      writeJson(folder, "main.tf.json", { provider, resource, module: calls(name) });
      await terraform.must(folder, ["get", "-no-color"]);
      const { stdout, stderr } = await terraform.run(folder, ["plan", "-no-color"]);
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^Plan: \d+ to add, 0 to change, 0 to destroy/m);
    },
  );
});
