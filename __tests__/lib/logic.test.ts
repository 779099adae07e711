import { Token } from "cdktf";
import { isUnknown, raw } from "../../lib/expression";
import {
  above,
  add,
  and,
  asText,
  atLeast,
  choose,
  equals,
  exactlyOne,
  implies,
  isSet,
  json,
  merge,
  multiply,
  NULL,
  not,
  or,
  orElse,
  present,
  smaller,
} from "../../lib/logic";
import { withPresence } from "../../lib/presence";
import { Evaluation } from "../support/evaluate";
import { decided, literalLeaves, mixedLeaves, plainLeaves } from "../support/leaves";
import { sample } from "../support/sample";
import { describeTerraform } from "../support/terraform";
import { jsonDocuments } from "../support/texts";
import { type Tree, trees } from "../support/trees";

describeTerraform("helpers", (terraform) => {
  test("decide the same at synth and in Terraform, within each other, for literals, variables and mixtures", async () => {
    const evaluation = new Evaluation();
    const mixture = mixedLeaves(evaluation);
    const cases = sample(trees, 150).flatMap((tree) => {
      const expected = tree.build(plainLeaves);
      expect(isUnknown(expected)).toBe(false);
      return [literalLeaves, evaluation, mixture].map((leaves) => ({
        tree,
        expected,
        asked: evaluation.ask(tree.build(leaves)),
      }));
    });
    const found = await evaluation.run(terraform);
    const result = (value: (one: { tree: Tree<unknown>; expected: unknown; asked: number }) => unknown) =>
      cases.map((one) => ({ tree: one.tree.text, value: value(one) }));
    expect(result(({ asked }) => found[asked])).toEqual(result(({ expected }) => decided(expected)));
  });

  test("give null where nothing is chosen", async () => {
    const evaluation = new Evaluation();
    const no = evaluation.bool(false);
    const nothing = evaluation.string(null);
    const asked: [unknown, unknown][] = [
      [choose<string | undefined>(no, "a", undefined), null],
      [choose<object | undefined>(no, { a: 1 }, undefined), null],
      [choose<string | undefined>(no, undefined, "b"), "b"],
      [choose<undefined>(no, undefined, undefined), null],
      [NULL, null],
      [orElse<string | undefined>(nothing, undefined), null],
      [present([nothing, "a", undefined, choose<string | undefined>(no, "b", undefined)]), ["a"]],
      [
        present([
          choose<object | undefined>(no, { a: 1 }, undefined),
          choose<object | undefined>(not(no), { b: nothing }, undefined),
        ]),
        [{ b: null }],
      ],
      [isSet(nothing), false],
      [isSet(withPresence({}, isSet(nothing))), false],
      [isSet(`${nothing}-tail`.slice(-5)), true],
      [and(isSet(nothing), () => equals(nothing, "a")), false],
      [implies(isSet(nothing), () => above(evaluation.number(null), 1)), true],
    ];
    for (const [expression] of asked) evaluation.ask(expression);
    expect(await evaluation.run(terraform)).toEqual(asked.map(([, value]) => value));
  });

  test("write JSON that reads back, with tokens anywhere in it and undefined members left out", async () => {
    const documents = sample(jsonDocuments, 60);
    const evaluation = new Evaluation();
    const text = evaluation.string('"${x}"');
    const number = evaluation.number(3);
    for (const document of documents) evaluation.ask(json({ document, text, nested: [{ number, gone: undefined }] }));
    const values = (await evaluation.run(terraform)) as string[];
    const expected = documents.map((document) => decided({ document, text: '"${x}"', nested: [{ number: 3 }] }));
    expect(values.map((value) => JSON.parse(value) as unknown)).toEqual(expected);
  });

  test("write numbers as text alike", async () => {
    const numbers = [0, 1, -1, 0.1, 2.5, 86_400 * 3650, 1e15, 0.000001, 1e-7, 1e21, 123456789.123];
    const evaluation = new Evaluation();
    for (const number of numbers) evaluation.ask([asText(evaluation.number(number)), asText(number)]);
    const texts = (await evaluation.run(terraform)) as string[][];
    expect(texts.map(([ofVariable]) => ofVariable)).toEqual(texts.map(([, ofLiteral]) => ofLiteral));
    expect(texts.map(([text]) => Number(text))).toEqual(numbers);
  });
});

describe("literals and tokens", () => {
  const token = raw("var.x");
  const number = Token.asNumber(token);

  test.each<[string, () => unknown, unknown]>([
    ["and: a literal false decides, and the rest is not looked at", () => and(false, () => fail()), false],
    ["and: a literal false on the right decides", () => and(token, false), false],
    ["and: a literal true leaves the other", () => and(true, token), token],
    ["or: a literal true decides, and the rest is not looked at", () => or(true, () => fail()), true],
    ["or: a literal true on the right decides", () => or(token, true), true],
    ["or: a literal false leaves the other", () => or(false, token), token],
    ["implies: what does not apply is not looked at", () => implies(false, () => fail()), true],
    ["implies: a consequence that holds decides", () => implies(token, true), true],
    ["choose: a literal condition decides", () => choose(true, number, 1), number],
    ["orElse: a literal decides", () => orElse<number>(5, number), 5],
    ["orElse: what is absent leaves the fallback", () => orElse<number>(undefined, number), number],
    ["exactlyOne: of literals", () => exactlyOne([true, false, true]), false],
    ["isSet: a text with a token in it is there", () => isSet(`${Token.asString(token)}-a`), true],
    ["isSet: a list with a token in it is there", () => isSet([number]), true],
    ["merge: of literals is a literal", () => merge({ a: "1" }, { a: "2" }, {}), { a: "2" }],
    ["present: of literals is a literal", () => present(["a", undefined]), ["a"]],
  ])("%s", (_, decide, expected) => {
    expect(decide()).toEqual(expected);
  });

  test.each<[string, (left: never, right: never) => unknown]>([
    ["multiply", multiply],
    ["add", add],
    ["smaller", smaller],
    ["atLeast", atLeast],
    ["above", above],
    ["equals", equals],
  ])("%s leaves to Terraform what holds a token on either side", (_, helper) => {
    const operate = helper as (left: number, right: number) => unknown;
    expect([operate(number, 2), operate(2, number), operate(number, number)].map(isUnknown)).toEqual([
      true,
      true,
      true,
    ]);
  });

  function fail(): never {
    throw new Error("looked at");
  }
});
