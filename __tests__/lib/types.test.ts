import * as fc from "fast-check";
import { isUnknown, literal, raw } from "../../lib/expression";
import { isSet } from "../../lib/logic";
import { snakeCase } from "../../lib/names";
import { withNulls } from "../../lib/outputs";
import { hcl, mismatch, toTerraform } from "../../lib/plain";
import { type AnyType, type Members, t } from "../../lib/types";
import { Evaluation } from "../support/evaluate";
import { sample } from "../support/sample";
import { describeTerraform } from "../support/terraform";
import { anyText, jsonDocuments } from "../support/texts";

const description = "";

test("constraints are Terraform's types, members in snake_case with their defaults", () => {
  const type = t.object(
    {
      name: t.string({ description }),
      memoryMb: t.number({ description, default: 512 }),
      note: t.string({ description, optional: true }),
      labels: t.stringMap({ description, default: { "a-b": "${x}" } }),
      zones: t.strings({ description, default: ["a"] }),
      isOn: t.bool({ description, default: false }),
      s3: t.object({ objectKey: t.string({ description }) }, { description, optional: true }),
      logs: t.object({ retentionDays: t.number({ description, default: 30 }) }, { description, default: {} }),
    },
    { description },
  );
  expect(type.constraint).toBe(
    `object({ ${[
      "name = string",
      "memory_mb = optional(number, 512)",
      "note = optional(string)",
      'labels = optional(map(string), { a-b = "$${x}" })',
      'zones = optional(list(string), ["a"])',
      "is_on = optional(bool, false)",
      "s3 = optional(object({ object_key = string }))",
      "logs = optional(object({ retention_days = optional(number, 30) }), {})",
    ].join(", ")} })`,
  );
});

test.each([
  [t.string({ description }), 1, "be a string"],
  [t.number({ description }), "1", "be a number"],
  [t.number({ description }), Number.NaN, "be a number"],
  [t.number({ description }), Number.POSITIVE_INFINITY, "be a number"],
  [t.bool({ description }), "true", "be true or false"],
  [t.strings({ description }), "a", "be a list of strings"],
  [t.strings({ description }), ["a", 1], "be a list of strings"],
  [t.stringMap({ description }), ["a"], "be a map of strings"],
  [t.stringMap({ description }), { a: 1 }, "be a map of strings"],
  [t.object({}, { description }), [], "be an object, written out (its members may be tokens)"],
  [t.object({}, { description }), raw("var.x"), "be an object, written out (its members may be tokens)"],
  [t.string({ description }), raw("var.x"), undefined],
  [t.object({ a: t.string({ description }) }, { description }), { b: "x" }, "have no b; it knows a"],
  [t.string({ description }), "a", undefined],
  [t.stringMap({ description }), { a: "b" }, undefined],
  [t.object({ a: t.string({ description }) }, { description }), { a: "x" }, undefined],
] as [AnyType, unknown, string | undefined][])(
  "a caller's value must be of the type (case %#)",
  (type, value, expected) => {
    expect(mismatch(type, value)).toBe(expected);
  },
);

test("an absent object is an object whose members are absent", () => {
  const s3 = t.object({ bucket: t.string({ description }) }, { description, optional: true });
  const absent = s3.fill(undefined);
  expect(isSet(absent)).toBe(false);
  expect(absent.bucket).toBeUndefined();
  expect(isSet(s3.fill({ bucket: "b" }))).toBe(true);
  expect(isUnknown(isSet(s3.at("var.s3")))).toBe(true);
});

test("a member that may be absent has no default: Terraform would fill a null with it", () => {
  const member = t.object({}, { description, optional: true, default: {} });
  expect(() => t.object({ api: member }, { description })).toThrow(
    "the member api is optional and has a default: Terraform's optional() would put the default where a caller wrote null",
  );
});

interface Typed {
  readonly type: AnyType;
  /** What a caller may give; undefined leaves it out. */
  readonly plain: unknown;
}

type Arbitraries = { scalar: Typed; object: Typed; any: Typed };

/** A random type with a value for it, both with the presence that the type asks for. */
const typed = fc.letrec<Arbitraries>((tie) => {
  const value = <P>(make: (options: never) => AnyType, plain: fc.Arbitrary<P>): fc.Arbitrary<Typed> =>
    fc.oneof(
      plain.map((given) => ({ type: make({ description } as never), plain: given })),
      fc
        .option(plain, { nil: undefined })
        .map((given) => ({ type: make({ description, optional: true } as never), plain: given })),
      fc.tuple(plain, fc.option(plain, { nil: undefined })).map(([preset, given]) => ({
        type: make({ description, default: preset } as never),
        plain: given,
      })),
    );
  const numbers = fc.integer({ min: -1000, max: 1000 }).map((quarters) => quarters / 4);
  const texts = anyText.map((text) => text.normalize("NFC"));
  const members = fc
    .dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,5}$/), tie("any"), { maxKeys: 4 })
    .filter((table) => new Set(Object.keys(table).map(snakeCase)).size === Object.keys(table).length);
  return {
    scalar: fc.oneof(
      value(t.string, texts),
      value(t.number, numbers),
      value(t.bool, fc.boolean()),
      value(t.strings, fc.array(texts, { maxLength: 2 })),
      value(
        t.stringMap,
        fc.dictionary(
          texts.filter((key) => key !== "__proto__"),
          texts,
          { maxKeys: 2 },
        ),
      ),
    ),
    object: fc.tuple(members, fc.constantFrom("required", "absent", "given", "defaulted")).map(([table, presence]) => {
      const types: Members = Object.fromEntries(Object.entries(table).map(([key, { type }]) => [key, type]));
      const plain = Object.fromEntries(
        Object.entries(table).flatMap(([key, member]) => (member.plain === undefined ? [] : [[key, member.plain]])),
      );
      if (presence === "required") return { type: t.object(types, { description }), plain };
      if (presence === "defaulted") return { type: t.object(types, { description, default: plain }), plain: undefined };
      return {
        type: t.object(types, { description, optional: true }),
        plain: presence === "given" ? plain : undefined,
      };
    }),
    any: fc.oneof({ maxDepth: 2, depthIdentifier: "type" }, tie("scalar"), tie("object")),
  };
}).object;

/** What a construct body reads, as Terraform would write it. */
function seen(type: AnyType, value: unknown): unknown {
  if (type.members === undefined) return value ?? null;
  if (!isSet(value)) return null;
  const members = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(type.members).map(([key, member]) => [snakeCase(key), seen(member, members[key])]),
  );
}

describeTerraform("types", (terraform) => {
  test("give the same value to a construct and to a module, defaults and absence included", async () => {
    const evaluation = new Evaluation();
    const cases = sample(typed, 80);
    const read = cases.map(({ type, plain }) => type.fill(plain as never, literal) as unknown);
    for (const [index, { type, plain }] of cases.entries()) {
      // As a module has it: the default of the variable itself stands beside its type.
      const given = toTerraform(type, plain ?? type.default);
      evaluation.ask(evaluation.variable(type.constraint, given));
      evaluation.ask(withNulls(seen(type, read[index])));
    }
    const values = await evaluation.run(terraform);
    const ofModule = values.filter((_, index) => index % 2 === 0);
    const ofConstruct = values.filter((_, index) => index % 2 === 1);
    expect(
      cases.map(({ type, plain }, index) => ({ type: type.constraint, plain, value: ofConstruct[index] })),
    ).toEqual(cases.map(({ type, plain }, index) => ({ type: type.constraint, plain, value: ofModule[index] })));
  });

  test("write every literal in Terraform's own syntax", async () => {
    const literals = sample(jsonDocuments, 60);
    const evaluation = new Evaluation();
    for (const literal of literals) evaluation.ask(raw(hcl(literal)));
    expect(await evaluation.run(terraform)).toEqual(literals);
  });
});
