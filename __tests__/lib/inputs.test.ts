import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { raw } from "../../lib/expression";
import { describe as describeType, inputs, type PropsOf, preconditionsOf } from "../../lib/inputs";
import { atLeast, implies, isSet, multiply } from "../../lib/logic";
import { t } from "../../lib/types";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { documentOf, moduleStack } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

const shop = inputs(
  {
    name: t.string({ description: "Name.", checks: [check.matching("^[a-z]+$", "be lower-case letters")] }),
    oven: t.object(
      {
        count: t.number({
          description: "How many.",
          default: 2,
          checks: [check.between(1, 9, "ovens"), check.wholeNumber()],
        }),
        maxDegrees: t.number({ description: "Hottest.", optional: true, checks: [check.aboveZero("degrees")] }),
      },
      {
        description: "The oven.",
        default: {},
        checks: [
          (oven) => ({
            holds: implies(isSet(oven.maxDegrees), () => atLeast(300, oven.maxDegrees as number)),
            must: "be 300 degrees at most",
          }),
        ],
      },
    ),
    delivery: t.object(
      { radiusKm: t.number({ description: "How far.", checks: [check.aboveZero("km")] }) },
      { description: "Delivery.", optional: true, default: { radiusKm: 5 } },
    ),
    labels: t.stringMap({ description: "Labels.", default: { "a-b": "c" } }),
    isOpen: t.bool({ description: "Whether it is open.", default: true }),
    note: t.string({ description: "A note.", optional: true }),
  },
  ({ oven, delivery }) => [
    {
      about: "oven.count",
      holds: implies(isSet(delivery), () => atLeast(multiply(oven.count, 5), delivery.radiusKm)),
      must: "be a fifth of delivery.radius_km at least",
    },
  ],
);

type ShopProps = PropsOf<typeof shop>;

const read = (props: unknown) => {
  const corner = new Thing(moduleStack(), "corner");
  return shop.read(corner, props as ShopProps, () => corner);
};

describe("literals", () => {
  test("come with their defaults", () => {
    const { input, carrier } = read({ name: "corner" });
    expect(input).toMatchObject({
      name: "corner",
      oven: { count: 2, maxDegrees: undefined },
      delivery: { radiusKm: 5 },
      labels: { "a-b": "c" },
      isOpen: true,
      note: undefined,
    });
    expect([isSet(input.delivery), isSet(input.oven), carrier.lifecycle]).toEqual([true, true, undefined]);
  });

  test.each<[string, object, object]>([
    [
      "null where absence is allowed",
      { delivery: null, note: null },
      { delivery: { radiusKm: undefined }, note: undefined },
    ],
    [
      "null where there is a default",
      { isOpen: null, oven: null, labels: null },
      { isOpen: true, oven: { count: 2 }, labels: { "a-b": "c" } },
    ],
    [
      "null within an object",
      { oven: { count: null, maxDegrees: null } },
      { oven: { count: 2, maxDegrees: undefined } },
    ],
    ["undefined", { isOpen: undefined, delivery: undefined }, { isOpen: true, delivery: { radiusKm: 5 } }],
  ])("%s means the same as in Terraform", (_, props, expected) => {
    expect(read({ name: "corner", ...props }).input).toMatchObject(expected);
  });

  test("that violate rules are refused together, with the construct's path and Terraform's names", () => {
    expect(() => read({ name: "Corner", oven: { count: 0.5, maxDegrees: 400 }, delivery: { radiusKm: 0 } })).toThrow(
      new Error(
        [
          "test/corner: inputs are wrong:",
          "name must be lower-case letters.",
          "oven must be 300 degrees at most.",
          "oven.count must be 1 to 9 ovens.",
          "delivery.radius_km must be above 0 km.",
        ].join("\n  - "),
      ),
    );
  });

  test("are checked across inputs", () => {
    expect(() => read({ name: "corner", delivery: { radiusKm: 11 } })).toThrow(
      new Error("test/corner: an input is wrong:\n  - oven.count must be a fifth of delivery.radius_km at least."),
    );
    expect(() => read({ name: "corner", oven: { count: 1 }, delivery: null })).not.toThrow();
  });

  test.each<[string, object, string]>([
    ["a missing one", {}, "name must be given."],
    ["null for a required one", { name: null }, "name must be given."],
    [
      "an unknown one",
      { name: "a", nam: "b" },
      "nam is no input; the inputs here are name, oven, delivery, labels, isOpen, note.",
    ],
    [
      "one that JavaScript's objects inherit",
      { name: "a", toString: "b" },
      "toString is no input; the inputs here are name, oven, delivery, labels, isOpen, note.",
    ],
    [
      "an unknown member",
      { name: "a", oven: { count: 1, size: 2 } },
      "oven must have no size; it knows count, maxDegrees.",
    ],
    ["a missing member", { name: "a", delivery: {} }, "delivery.radius_km must be given."],
    ["a wrong type", { name: 1 }, "name must be a string."],
    ["a wrong type within", { name: "a", oven: { count: "2" } }, "oven.count must be a number."],
    ["a text for a truth value", { name: "a", isOpen: "yes" }, "is_open must be true or false."],
    ["null in a map of texts", { name: "a", labels: { a: null } }, "labels must hold no null: leave it out."],
    ["null for a required member", { name: "a", delivery: { radiusKm: null } }, "delivery.radius_km must be given."],
    ["a number in a map of texts", { name: "a", labels: { a: 1 } }, "labels must be a map of strings."],
    [
      "a token for a whole object",
      { name: "a", oven: raw("var.oven") },
      "oven must be an object, written out (its members may be tokens).",
    ],
  ])("of the wrong shape are refused: %s", (_, props, message) => {
    expect(() => read(props)).toThrow(new Error(`test/corner: an input is wrong:\n  - ${message}`));
  });

  test("of several wrong shapes are refused together", () => {
    expect(() => read({ isOpen: 1, oven: { count: true } })).toThrow(
      new Error(
        "test/corner: inputs are wrong:\n  - name must be given.\n  - oven.count must be a number.\n  - is_open must be true or false.",
      ),
    );
  });
});

test("variables are declared with types, defaults, descriptions and validations", () => {
  const { variable } = documentOf(moduleStack((stack) => shop.variables(stack)));
  expect(variable).toEqual({
    name: {
      type: "string",
      description: "Name.",
      nullable: false,
      validation: [
        { condition: '${can(regex("^[a-z]+$", var.name))}', error_message: "name must be lower-case letters." },
      ],
    },
    oven: {
      type: "object({ count = optional(number, 2), max_degrees = optional(number) })",
      description: "The oven.\n- count: How many.\n- max_degrees: Hottest.",
      default: {},
      nullable: false,
      validation: [
        {
          condition: "${(var.oven.max_degrees != null) ? (300 >= var.oven.max_degrees) : true}",
          error_message: "oven must be 300 degrees at most.",
        },
        {
          condition: "${(var.oven.count >= 1) ? (9 >= var.oven.count) : false}",
          error_message: "oven.count must be 1 to 9 ovens.",
        },
        {
          // What is out of bounds is told of already.
          condition:
            "${((var.oven.count >= 1) ? (9 >= var.oven.count) : false) ? (floor(var.oven.count) == var.oven.count) : true}",
          error_message: "oven.count must be a whole number.",
        },
        {
          condition: "${(var.oven.max_degrees != null) ? (var.oven.max_degrees > 0) : true}",
          error_message: "oven.max_degrees must be above 0 degrees.",
        },
      ],
    },
    delivery: {
      type: "object({ radius_km = number })",
      description: "Delivery.\n- radius_km: How far.",
      default: { radius_km: 5 },
      validation: [
        {
          condition: "${(var.delivery != null) ? (var.delivery.radius_km != null) : true}",
          error_message: "delivery.radius_km must be given.",
        },
        {
          condition:
            "${(var.delivery != null) ? ((var.delivery.radius_km != null) ? (var.delivery.radius_km > 0) : true) : true}",
          error_message: "delivery.radius_km must be above 0 km.",
        },
      ],
    },
    labels: {
      type: "map(string)",
      description: "Labels.",
      default: { "a-b": "c" },
      nullable: false,
      validation: [
        {
          condition: "${alltrue([for one in var.labels : one != null])}",
          error_message: "labels must hold no null: leave it out.",
        },
      ],
    },
    is_open: { type: "bool", description: "Whether it is open.", default: true, nullable: false },
    note: { type: "string", description: "A note.", default: null },
  });
});

test("the description of an object has a line for each member, at every depth", () => {
  const inner = t.object(
    { deepOne: t.string({ description: "Deep." }) },
    { description: "Inner.", default: {} as never },
  );
  expect(describeType(t.object({ inner }, { description: "Outer." }))).toBe(
    "Outer.\n- inner: Inner.\n  - deep_one: Deep.",
  );
});

test("preconditions join what else is in the lifecycle of their carrier, and come first", () => {
  const own = { condition: raw("var.own"), errorMessage: "Own." };
  const { carrier } = shop.read(
    new Thing(moduleStack(), "corner"),
    { name: Token.asString(raw("var.title")) },
    () => new Thing(moduleStack(), "carrier", { lifecycle: { preventDestroy: true, precondition: [own] } }),
  );
  expect(carrier.lifecycle).toMatchObject({
    preventDestroy: true,
    precondition: [{ errorMessage: "name must be lower-case letters." }, own],
  });
});

test("a lifecycle carries preconditions, and there is none without any", () => {
  expect(preconditionsOf([])).toBeUndefined();
  const condition = raw("var.a");
  expect(preconditionsOf([{ condition, errorMessage: "No." }])).toEqual({
    precondition: [{ condition, errorMessage: "No." }],
  });
});

describeTerraform("what Terraform alone can check", (terraform) => {
  /** A stack whose `corner` has the props, over variables that the values fill; what its plan says. */
  async function plan(
    props: (stack: ReturnType<typeof moduleStack>) => ShopProps,
    types: object,
    values: object,
  ): Promise<string> {
    const folder = temporaryFolder("preconditions");
    const { resource, variable } = documentOf(
      moduleStack((stack) => {
        shop.read(
          stack,
          props(stack),
          ({ name, oven }) => new Thing(stack, "corner", { input: { name, ovens: oven.count } }),
        );
      }),
    );
    writeJson(folder, "main.tf.json", { resource, variable: { ...variable, ...types } });
    writeJson(folder, "terraform.tfvars.json", values);
    const { code, stdout, stderr } = await terraform.run(folder, ["plan", "-no-color"]);
    expect(code).toBe(stderr.includes("Error:") ? 1 : 0);
    // Terraform wraps its messages in a frame.
    return `${stdout}${stderr}`.replace(/\n\W*/g, " ");
  }

  const token = () => ({
    name: Token.asString(raw("var.title")),
    oven: { count: Token.asNumber(raw("var.ovens")) },
    delivery: { radiusKm: 10 },
  });
  const types = { title: { type: "string" }, ovens: { type: "number" } };

  test("tokens become preconditions with the same messages", async () => {
    expect(await plan(token, types, { title: "corner", ovens: 2 })).not.toContain("Error");
    const wrong = await plan(token, types, { title: "Corner", ovens: 1.5 });
    expect(wrong).toContain("name must be lower-case letters.");
    expect(wrong).toContain("oven.count must be a whole number.");
    expect(wrong).toContain("oven.count must be a fifth of delivery.radius_km at least.");
    expect(wrong).not.toContain("1 to 9 ovens");
  });

  test("a literal with template marks is text, not a template, and checked at synth", async () => {
    const text = '${file("/etc/hosts")} %{ if';
    const folder = temporaryFolder("literal");
    const { resource } = documentOf(
      moduleStack((stack) => {
        const props = { name: "corner", note: text, labels: { [text]: text } };
        shop.read(stack, props, ({ note, labels }) => new Thing(stack, "corner", { input: { note, labels } }));
      }),
    );
    writeJson(folder, "main.tf.json", { resource });
    await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
    const state = JSON.parse(await terraform.must(folder, ["show", "-json"])) as { values: unknown };
    const values = { input: { note: text, labels: { [text]: text } } };
    expect(state.values).toMatchObject({ root_module: { resources: [{ values }] } });
    expect(() => read({ name: text })).toThrow("name must be lower-case letters.");
  });

  test("variables end at plan with the messages of the literals", async () => {
    const variables = (stack: ReturnType<typeof moduleStack>) => shop.variables(stack);
    expect(await plan(variables, {}, { name: "corner", delivery: null, oven: { count: 1 } })).not.toContain("Error");
    const wrong = await plan(
      variables,
      {},
      { name: "Corner", oven: { count: 0.5, max_degrees: 400 }, delivery: { radius_km: 0 } },
    );
    for (const message of [
      "name must be lower-case letters.",
      "oven must be 300 degrees at most.",
      "oven.count must be 1 to 9 ovens.",
      "delivery.radius_km must be above 0 km.",
    ])
      expect(wrong).toContain(message);
    expect(wrong).not.toContain("whole number");
    const across = await plan(variables, {}, { name: "corner", delivery: { radius_km: 11 } });
    expect(across).toContain("oven.count must be a fifth of delivery.radius_km at least.");
    // Which of several calls it is about.
    expect(across).toContain('var.name is "corner"');
  });
});
