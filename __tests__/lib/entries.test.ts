import * as fc from "fast-check";
import { type Entries, entryAt, everyEntry, hasKey, isEmpty, keysOf, listOf, mapOf } from "../../lib/entries";
import { literal } from "../../lib/expression";
import { asText, atLeast, isSet, multiply, orElse } from "../../lib/logic";
import { t } from "../../lib/types";
import { Evaluation } from "../support/evaluate";
import { sample } from "../support/sample";
import { describeTerraform } from "../support/terraform";
import { anyText } from "../support/texts";

const description = "";
const cakes = t.map(
  t.object(
    { layers: t.number({ description, default: 2 }), icing: t.string({ description, optional: true }) },
    { description },
  ),
  { description },
);
type Cake = { readonly layers: number; readonly icing?: string };

const key = fc.oneof(fc.constantFrom("pie", "Gugel/hupf", "GET /{id}", "a.b"), fc.string({ maxLength: 4 }));
const recipes = fc.dictionary(
  key.filter((name) => name !== "__proto__" && !/[$%]\{/.test(name)),
  fc.record(
    { layers: fc.nat(4), icing: fc.option(anyText.map((text) => text.normalize("NFC"))) },
    { requiredKeys: [] },
  ),
  { maxKeys: 4 },
);

/** What each helper makes of a map. `name` gives the literal or a variable with it. */
const uses: Readonly<Record<string, (entries: Entries<Cake>, name: (key: string) => string) => unknown>> = {
  keysOf: (entries) => keysOf(entries),
  isEmpty: (entries) => isEmpty(entries),
  hasKey: (entries, name) => [hasKey(entries, name("pie")), hasKey(entries, name("no such"))],
  everyEntry: (entries) => [
    everyEntry(entries, ({ layers }) => atLeast(layers, 1)),
    everyEntry(entries, ({ icing }) => isSet(icing)),
    everyEntry(entries, () => true),
  ],
  listOf: (entries) => [
    listOf(entries, ({ layers }) => multiply(layers, 2)),
    listOf(entries, ({ icing }, own) => `${own}: ${orElse<string>(icing, "plain")}`),
    listOf(entries, ({ layers }, own) => ({ own, layers })),
  ],
  mapOf: (entries) => mapOf(entries, ({ layers }, own) => [own, layers]),
  with: (entries) =>
    listOf(
      entries.with((own, { layers }) => ({ title: `${own} of ${asText(layers)}` })),
      ({ title }) => title,
    ),
  "one within the other": (entries) =>
    listOf(entries, (_, own) => [own, hasKey(entries, own), entryAt(entries, own, ({ layers }) => layers)]),
};

describeTerraform("helpers for the entries of a map", (terraform) => {
  test("decide the same at synth and in Terraform, in the same order", async () => {
    const evaluation = new Evaluation();
    const cases = [{}, ...sample(recipes, 12)].flatMap((plain) =>
      Object.entries(uses).flatMap(([use, ask]) => {
        const asItIs = cakes.fill(plain);
        const expected = ask(asItIs, (name) => name);
        const variable = (name: string) => evaluation.string(name);
        return [
          ask(cakes.fill(plain, literal), (name) => name),
          ask(cakes.fill(plain, literal), variable),
          ask(evaluation.input(cakes, plain), (name) => name),
          ask(evaluation.input(cakes, plain), variable),
        ].map((asked) => ({ use, plain, expected, asked: evaluation.ask(asked) }));
      }),
    );
    const found = await evaluation.run(terraform);
    const result = (value: (one: { expected: unknown; asked: number }) => unknown) =>
      cases.map((one) => ({ use: one.use, plain: one.plain, value: value(one) }));
    expect(result(({ asked }) => found[asked])).toEqual(result(({ expected }) => expected));
  });

  test("tell two maps apart that have one name in two objects, one within the other", async () => {
    const kitchen = t.object({ cakes }, { description });
    const evaluation = new Evaluation();
    const [here, there] = [{ cakes: { pie: {}, scone: {} } }, { cakes: { tart: { layers: 5 } } }];
    const pairs = (one: Entries<Cake>, other: Entries<Cake>) =>
      listOf(one, ({ layers }, left) => listOf(other, (cake, right) => [left, layers, right, cake.layers]));
    const variables = [evaluation.input(kitchen, here), evaluation.input(kitchen, there)] as const;
    evaluation.ask(pairs(variables[0].cakes, variables[1].cakes));
    evaluation.ask(pairs(kitchen.fill(here, literal).cakes, variables[1].cakes));
    evaluation.ask(pairs(variables[0].cakes, kitchen.fill(there, literal).cakes));
    const expected = [[["pie", 2, "tart", 5]], [["scone", 2, "tart", 5]]];
    expect(await evaluation.run(terraform)).toEqual([expected, expected, expected]);
  });

  test("go through the maps of each entry", async () => {
    const kitchens = t.map(t.object({ cakes }, { description }), { description });
    const plain = { here: { cakes: { pie: {}, scone: { layers: 1 } } }, nowhere: {} };
    const titles = (all: Entries<{ readonly cakes: Entries<Cake> }>) =>
      listOf(all, (kitchen, place) => listOf(kitchen.cakes, ({ layers }, own) => [place, own, layers]));
    const evaluation = new Evaluation();
    evaluation.ask(titles(evaluation.input(kitchens, plain)));
    evaluation.ask(titles(kitchens.fill(plain, literal)));
    const expected = [
      [
        ["here", "pie", 2],
        ["here", "scone", 1],
      ],
      [],
    ];
    expect(await evaluation.run(terraform)).toEqual([expected, expected]);
  });

  test("find the entry of a key, whichever of map and key only Terraform knows", async () => {
    const plain = { pie: { layers: 1, icing: '"${x}"' }, "Gugel/hupf": {}, "GET /{id}": { layers: 3 } };
    const evaluation = new Evaluation();
    const keys = Object.keys(plain);
    const read = ({ layers, icing }: Cake, own: string) => [own, layers, orElse<string>(icing, "plain")];
    for (const name of keys) {
      evaluation.ask([
        entryAt(cakes.fill(plain, literal), name, read),
        entryAt(cakes.fill(plain, literal), evaluation.string(name), read),
        entryAt(evaluation.input(cakes, plain), name, read),
        entryAt(evaluation.input(cakes, plain), evaluation.string(name), read),
      ]);
    }
    const expected = [
      ["pie", 1, '"${x}"'],
      ["Gugel/hupf", 2, "plain"],
      ["GET /{id}", 3, "plain"],
    ];
    expect(await evaluation.run(terraform)).toEqual(expected.map((one) => [one, one, one, one]));
  });
});
