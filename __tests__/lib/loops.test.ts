import type { Construct } from "constructs";
import { check } from "../../lib/checks";
import { forEach } from "../../lib/each";
import { everyEntry, hasKey, keysOf } from "../../lib/entries";
import { type Bool, tf } from "../../lib/expression";
import { eachEntry } from "../../lib/findings";
import { inputs, type PropsOf } from "../../lib/inputs";
import { enumeration } from "../../lib/lists";
import { and, atLeast, isSet, merge, not } from "../../lib/logic";
import type { ModuleStack } from "../../lib/module-stack";
import { blockForEach, type Maybe, when } from "../../lib/resources";
import { t } from "../../lib/types";
import type { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { documentOf, moduleStack } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

const kitchen = inputs(
  {
    ovens: t.map(
      t.object(
        {
          degrees: t.number({ description: "Heat.", default: 180, checks: [check.between(50, 300, "degrees")] }),
          timerMinutes: t.number({ description: "Timer.", optional: true }),
        },
        {
          description: "An oven.",
          checks: [
            (oven) => ({
              holds: not(and(isSet(oven.timerMinutes), () => atLeast(99, oven.degrees))),
              must: "be at 100 degrees for a timer",
            }),
          ],
        },
      ),
      {
        description: "The ovens.",
        checks: [
          (ovens) => ({
            holds: everyEntry(ovens, (_, key) => check.matching("^[a-z]+$", "")(key).holds),
            must: "have keys of lower-case letters",
          }),
        ],
      },
    ),
    cakes: t.map(t.object({ oven: t.string({ description: "Which oven." }) }, { description: "A cake." }), {
      description: "The cakes.",
    }),
  },
  ({ ovens, cakes }) =>
    eachEntry("cakes", cakes, (cake) => ({
      member: "oven",
      holds: hasKey(ovens, cake.oven),
      must: `name one of the ovens (${enumeration(keysOf(ovens))}); "${cake.oven}" is none`,
    })),
);
type KitchenProps = PropsOf<typeof kitchen>;

interface Oven {
  readonly thing: Maybe<Thing>;
  readonly timer: Maybe<Thing>;
  readonly title: string;
}

/** Ovens, some with a timer; cakes that read from the oven that they name; and one who reads from all of them. */
function body(stack: ModuleStack, props: KitchenProps): void {
  const { input, carrier } = kitchen.read(stack, props, () => new Thing(stack, "cook"));
  const oven = (scope: Construct, exists: Bool, key: string, degrees: number, minutes?: number): Oven => {
    const title = `${key} oven`;
    const thing = when(exists, (meta) => new Thing(scope, "@oven", { ...meta, input: `${title} at ${degrees}` }));
    const timer = when(
      and(exists, isSet(minutes)),
      (meta) => new Thing(scope, "timer", { ...meta, input: [title, minutes, thing.its(({ output }) => output)] }),
    );
    return { thing, timer, title };
  };
  const ovens = forEach(stack, "oven", input.ovens, ({ scope, key, value, exists }) =>
    oven(scope, exists, key, value.degrees, value.timerMinutes),
  );
  forEach(stack, "cake", input.cakes, ({ scope, key, value, exists }) =>
    when(
      exists,
      (meta) =>
        new Thing(scope, "@cake", {
          ...meta,
          input: ovens.at(value.oven, ({ thing, title }) => `${key} in ${title}: ${thing.its(({ output }) => output)}`),
        }),
    ),
  );
  carrier.addOverride("input", {
    titles: ovens.list(({ title }) => title),
    states: ovens.map(({ thing }) => thing.its(({ output }) => output)),
    timers: ovens.map(({ timer }) => timer.get(({ output }) => output)),
    all: tf`flatten(${ovens.made.flatMap(({ timer }) => timer.all(({ output }) => output))})`,
    tags: merge({ first: "1" }, { last: "2" }),
  });
}

const PROPS = {
  ovens: { big: { degrees: 220, timerMinutes: 30 }, small: {}, aga: { timerMinutes: null } },
  cakes: { "Gugel/hupf": { oven: "big" }, "a-b": { oven: "big" }, pie: { oven: "aga" } },
} satisfies KitchenProps;

const VARIABLES = {
  ovens: { big: { degrees: 220, timer_minutes: 30 }, small: {}, aga: { timer_minutes: null } },
  cakes: PROPS.cakes,
};

/** Everything that was made, by address: a construct for each entry is `oven-big`, a resource for each is `oven["big"]`. */
async function made(terraform: Terraform, props: KitchenProps | undefined, values: object): Promise<object> {
  const folder = temporaryFolder("made");
  const stack = moduleStack((scope) => body(scope, props ?? kitchen.variables(scope)));
  const { resource, variable } = documentOf(stack);
  writeJson(folder, "main.tf.json", { resource, ...(variable ? { variable } : {}) });
  writeJson(folder, "terraform.tfvars.json", values);
  await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
  const state = JSON.parse(await terraform.must(folder, ["show", "-json"])) as {
    values: { root_module: { resources: { address: string; values: { input: unknown } }[] } };
  };
  return Object.fromEntries(
    state.values.root_module.resources.map(({ address, values: { input } }) => [
      address
        .replace(/\["(.*)"\]/, (_, key: string) => `_${key.toLowerCase().replace(/\W/g, "_")}`)
        .replace(/_+/g, "_"),
      input,
    ]),
  );
}

const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

describeTerraform("what exists for each entry of a map", (terraform) => {
  test("is the same for literals and for variables", async () => {
    const ofVariables = await made(terraform, undefined, VARIABLES);
    expect(ofVariables).toEqual({
      "terraform_data.oven_big": "big oven at 220",
      "terraform_data.oven_small": "small oven at 180",
      "terraform_data.oven_aga": "aga oven at 180",
      "terraform_data.oven_timer_big": ["big oven", 30, "big oven at 220"],
      "terraform_data.cake_gugel_hupf": "Gugel/hupf in big oven: big oven at 220",
      "terraform_data.cake_a_b": "a-b in big oven: big oven at 220",
      "terraform_data.cake_pie": "pie in aga oven: aga oven at 180",
      "terraform_data.cook": {
        titles: ["aga oven", "big oven", "small oven"],
        states: { big: "big oven at 220", small: "small oven at 180", aga: "aga oven at 180" },
        timers: { big: ["big oven", 30, "big oven at 220"], small: null, aga: null },
        all: ["big oven", 30, "big oven at 220"],
        tags: { first: "1", last: "2" },
      },
    });
    const ofLiterals = await made(terraform, PROPS, {});
    // A construct's place is its own word in the address.
    const renamed = Object.entries(ofLiterals).map(([address, input]) => [
      address.replace("oven_big_timer", "oven_timer_big"),
      input,
    ]);
    expect(sorted(Object.fromEntries(renamed))).toEqual(sorted(ofVariables));
  });

  test.each<[string, object, string[]]>([
    [
      "an entry's member",
      { ovens: { hot: { degrees: 400 }, ok: {} } },
      ['ovens["hot"].degrees must be 50 to 300 degrees.'],
    ],
    [
      "several entries",
      { ovens: { hot: { degrees: 400 }, ice: { degrees: 0 } } },
      ['ovens["hot"].degrees must be 50 to 300 degrees.', 'ovens["ice"].degrees must be 50 to 300 degrees.'],
    ],
    [
      "an entry as a whole",
      { ovens: { big: { degrees: 60, timer_minutes: 3 } } },
      ['ovens["big"] must be at 100 degrees for a timer.'],
    ],
    ["a key", { ovens: { Big: {} } }, ["ovens must have keys of lower-case letters."]],
    [
      "an entry of another map",
      { ovens: { big: {} }, cakes: { pie: { oven: "bag" } } },
      ['cakes["pie"].oven must name one of the ovens (big); "bag" is none.'],
    ],
  ])("is refused with the entry's name: %s", async (_, values, messages) => {
    const folder = temporaryFolder("refused");
    const { resource, variable } = documentOf(moduleStack((stack) => body(stack, kitchen.variables(stack))));
    writeJson(folder, "main.tf.json", { resource, variable });
    writeJson(folder, "terraform.tfvars.json", values);
    const { code, stderr } = await terraform.run(folder, ["plan", "-no-color"]);
    expect(code).toBe(1);
    for (const message of messages) expect(stderr.replace(/\n\W*/g, " ")).toContain(message);
    const props = JSON.parse(JSON.stringify(values).replace("timer_minutes", "timerMinutes")) as KitchenProps;
    expect(() => moduleStack((stack) => body(stack, props))).toThrow(messages.join("\n  - "));
  });
});

test("variables of maps are declared with the entry's type", () => {
  const { variable } = documentOf(moduleStack((stack) => kitchen.variables(stack)));
  expect(variable?.["ovens"]).toMatchObject({
    type: "map(object({ degrees = optional(number, 180), timer_minutes = optional(number) }))",
    description: "The ovens.\n- degrees: Heat.\n- timer_minutes: Timer.",
    default: {},
    nullable: false,
  });
});

test.each<[string, unknown, string]>([
  ["a list", [], "ovens must be a map of objects, written out (their members may be tokens)."],
  ["texts", { a: "b" }, "ovens must be a map of objects, written out (their members may be tokens)."],
  ["a token", tf`var.ovens`, "ovens must be a map of objects, written out (their members may be tokens)."],
  [
    "an unknown member",
    { big: { size: 1 } },
    'ovens["big"].size is no input; the inputs here are degrees, timerMinutes.',
  ],
  ["a missing member", undefined, 'cakes["pie"].oven must be given.'],
])("a map of the wrong shape is refused: %s", (_, ovens, message) => {
  const props = { ovens, ...(ovens === undefined ? { cakes: { pie: {} } } : {}) } as unknown as KitchenProps;
  expect(() => moduleStack((stack) => body(stack, props))).toThrow(message);
});

test("a nested block for each entry is written out for literals and dynamic for variables", () => {
  const blocks = (props?: KitchenProps) =>
    documentOf(
      moduleStack((stack) => {
        const make = () => new Thing(stack, "thing");
        const { input, carrier: thing } = kitchen.read(stack, props ?? kitchen.variables(stack), make);
        blockForEach(thing, "shelf", input.ovens, (key, oven) => ({ name: key, degrees: oven.degrees }));
      }),
    ).resource?.["terraform_data"]?.["thing"];
  expect(blocks(PROPS)).toMatchObject({
    shelf: [
      { name: "aga", degrees: 180 },
      { name: "big", degrees: 220 },
      { name: "small", degrees: 180 },
    ],
  });
  expect(blocks()).toMatchObject({
    dynamic: {
      shelf: [{ for_each: "${var.ovens}", content: { name: "${shelf.key}", degrees: "${shelf.value.degrees}" } }],
    },
  });
  expect(blocks({})).not.toHaveProperty("shelf");
});
