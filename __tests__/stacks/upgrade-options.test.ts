/** What an upgrade does to instances with any option: the last release's modules and today's are planned side by side, with the same inputs. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { extractRelease } from "../../scripts/last-release";
import { temporaryFolder } from "../support/folders";
import { type Change, IdentityService, type Plan, planOf } from "../support/plan";
import { reachingAll } from "../support/references";
import { describeRelease, runOn } from "../support/release";
import { asArguments, standIn } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";

const PROJECT = join(__dirname, "../..");

/** Arguments whose change replaces a resource, in version 5.100 of the provider. */
const REPLACING = [
  "action",
  "alarm_name",
  "api_id",
  "authorizer_type",
  "connection_type",
  "domain_name",
  "endpoint",
  "event_source_arn",
  "fifo_queue",
  "fifo_topic",
  "function_name",
  "group_name",
  "hash_key",
  "name",
  "package_type",
  "principal",
  "protocol",
  "protocol_type",
  "qualifier",
  "queue_url",
  "range_key",
  "role",
  "source_arn",
  "statement_id",
  "topic_arn",
  "zone_id",
];

type Variables = Readonly<Record<string, unknown>>;
type Good = Readonly<Record<string, Readonly<Record<string, Variables>>>>;

/** Inputs that reached every option of the last release, as its own tests had them. */
function goodThen(): Good {
  const folder = temporaryFolder("good");
  extractRelease(PROJECT, folder, "__tests__/support", "functions", "lib", "modules", "scripts", "package.json");
  const list = "__tests__/support/good-variables.ts";
  cpSync(join(PROJECT, list), join(folder, list));
  const code = standIn(join(temporaryFolder("code"), "code.zip"));
  const program = `
    import { goodVariables } from "./${list.replace(/\.ts$/, "")}";
    process.stdout.write(JSON.stringify(goodVariables(${JSON.stringify(code)})));`;
  return reachingAll(JSON.parse(runOn(folder, program)) as Good);
}

/** What AWS refused during an apply, and the plan refuses now. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['"A-KEY"', '"A_KEY"'],
  ['"B"', '"B_KEY"'],
  ["${not} 50%{x}", "plain"],
];

/** The inputs with what docs/upgrading.md tells to change. */
function asNow(variables: Variables): Variables {
  const text = REFUSED.reduce((all, [then, now]) => all.replaceAll(then, now), JSON.stringify(variables));
  const now = JSON.parse(text) as Variables & WebInputs;
  if (!now.public_api?.cors) return now;
  const open = { function: Object.keys(now.functions ?? {})[0], authorization: "NONE" };
  const catching = ["/", "/{proxy+}", "/orders/{id}/lines/{proxy+}"].map((path) => [`OPTIONS ${path}`, open]);
  return { ...now, routes: { ...now.routes, ...Object.fromEntries(catching) } };
}

interface WebInputs {
  readonly public_api?: { readonly cors?: object };
  readonly functions?: object;
  readonly routes?: object;
}

const SIDES = ["then", "now"] as const;
type Side = (typeof SIDES)[number];

/** What an instance plans, by address within it. `[0]` is all the same: Terraform moves between one and none of it by itself. */
function plannedBy(plan: Plan, side: Side): Map<string, Change> {
  const prefix = `module.${side}_`;
  const own = plan.resource_changes.filter(({ mode, address }) => mode === "managed" && address.startsWith(prefix));
  return new Map(own.map(({ address, change }) => [address.slice(prefix.length).replaceAll("[0]", ""), change]));
}

/** Arguments that would replace, as far as both sides know them at plan. What a resource's own ARN gives is known by the time of an upgrade. */
function replacedBy(then: Change, now: Change): string[] {
  const [before, after] = [then.after as Variables, now.after as Variables];
  const known = REPLACING.filter((name) => name in before && name in after);
  return known.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

describeRelease("an upgrade of instances with each option", () => {
  describeWithAws("planned", (terraform, folder) => {
    const identity = new IdentityService();
    let then: Map<string, Change>;
    let now: Map<string, Change>;

    beforeAll(async () => {
      extractRelease(PROJECT, join(folder, "then"), "terraform");
      cpSync(join(PROJECT, "terraform"), join(folder, "now/terraform"), { recursive: true });
      const calls = Object.entries(goodThen()).flatMap(([module, sets]) =>
        Object.values(sets).flatMap((variables, index) =>
          SIDES.map((side): [string, object] => {
            const values = side === "then" ? variables : asNow(variables);
            const source = `./${side}/terraform/${module}`;
            return [`${side}_${module}_${index}`, { source, ...asArguments(values) }];
          }),
        ),
      );
      const provider = await identity.start();
      const plan = await planOf(terraform, folder, { provider, module: Object.fromEntries(calls) });
      then = plannedBy(plan, "then");
      now = plannedBy(plan, "now");
    });
    afterAll(() => identity.stop());

    test("keeps each address", () => {
      expect(then.size).toBeGreaterThan(300);
      expect([...then.keys()].filter((address) => !now.has(address))).toEqual([]);
    });

    test("changes no argument that would replace something", () => {
      const changed = [...then].flatMap(([address, change]) =>
        replacedBy(change, now.get(address) ?? change).map((name) => `${address}: ${name}`),
      );
      expect(changed).toEqual([]);
    });
  });
});
