import { Fn, Op, Token } from "cdktf";
import * as fc from "fast-check";
import { isUnknown, raw, tf } from "../../lib/expression";
import { Evaluation } from "../support/evaluate";
import { sample } from "../support/sample";
import { moduleStack } from "../support/synthesize";
import { describeTerraform } from "../support/terraform";
import { anyText } from "../support/texts";

const AWKWARD = [
  'a "quoted" word',
  "back\\slash and \\n that is none",
  "two\nlines\r\nand a\ttab",
  "${not.interpolated}",
  "$${twice}",
  "$$${thrice}",
  "%{ if true }no directive%{ endif }",
  "%%{x}",
  "ends with $",
  "ends with %",
  "${",
  "\b\f\v\u0000\u001f\u007f",
  "\u2028\u2029",
  "Grüße, 世界 🌍",
  "",
  " ",
];

describeTerraform("expressions", (terraform) => {
  test("carry every text unchanged, alone, beside a variable and as a key", async () => {
    const texts = [...AWKWARD, ...sample(anyText, 100)];
    const evaluation = new Evaluation();
    const variable = evaluation.string("v");
    for (const text of texts) {
      evaluation.ask(tf`${text}`);
      evaluation.ask(tf`${`${text}-${variable}-${text}`}`);
      evaluation.ask(tf`${{ [text]: text }}`);
      evaluation.ask(Token.asString(tf`join("", [${text}, ${variable}])`));
    }
    const values = await evaluation.run(terraform);
    // Terraform normalises every string: https://developer.hashicorp.com/terraform/language/expressions/types
    const expected = texts
      .map((text) => text.normalize("NFC"))
      .flatMap((text) => [text, `${text}-v-${text}`.normalize("NFC"), { [text]: text }, `${text}v`.normalize("NFC")]);
    expect(values).toEqual(expected);
  });

  test("carry every kind of literal", async () => {
    const literals = [
      ...[null, true, false, 0, -1, 1.5, -0.25, 1e21, 1e-7, 123456789012, 5e-324],
      ...[[], [1, "a", [true]], {}, { a: 1, "b-c": { d: null } }],
      { for: 1 },
      { null: 2, true: 3, if: 4, in: 5, "a.b": 7, "a b": 8, "": 9, ü: 10, "-x": 11 },
      { $: 1, "${x}": 2, "%{x}": 3, '"': 4, "(x)": 5 },
    ];
    const evaluation = new Evaluation();
    for (const literal of literals) evaluation.ask(tf`${literal}`);
    for (const literal of literals) evaluation.ask(tf`[for key in ["k"] : ${{ key: literal }}][0].key`);
    expect(await evaluation.run(terraform)).toEqual([...literals, ...literals]);
  });

  test("leave out undefined members and keep null ones", async () => {
    const evaluation = new Evaluation();
    evaluation.ask(tf`keys(${{ a: undefined, b: null, c: 1 }})`);
    evaluation.ask(tf`${undefined} == null`);
    expect(await evaluation.run(terraform)).toEqual([["b", "c"], true]);
  });

  test("insert tokens of every kind bare, wherever they stand", async () => {
    const evaluation = new Evaluation();
    const text = evaluation.string("t");
    const number = evaluation.number(2);
    const list = evaluation.strings(["a", "b"]);
    const map = evaluation.stringMap({ k: "v" });
    const object = evaluation.variable("object({ n = number })", { n: 7 });
    const asked: [unknown, unknown][] = [
      [
        tf`{ all = [${text}, ${number}, ${list}, ${map}, ${object}] }`,
        { all: ["t", 2, ["a", "b"], { k: "v" }, { n: 7 }] },
      ],
      [
        tf`${{ text, number, list, map, object }}`,
        { text: "t", number: 2, list: ["a", "b"], map: { k: "v" }, object: { n: 7 } },
      ],
      [tf`${{ [text]: 1, [`x-${text}`]: 2 }}`, { t: 1, "x-t": 2 }],
      [tf`${`${text}${text}`}`, "tt"],
      [tf`length(${list}) + ${number}`, 4],
      [tf`${object}.n`, 7],
      [tf`${list}[0]`, "a"],
    ];
    for (const [expression] of asked) evaluation.ask(expression);
    expect(await evaluation.run(terraform)).toEqual(asked.map(([, value]) => value));
  });

  test("keep their meaning within each other and beside cdktf's own operators", async () => {
    const evaluation = new Evaluation();
    const one = evaluation.number(1);
    const yes = evaluation.bool(true);
    const sum = tf`${one} + 1`;
    const choice = tf`${yes} ? 10 : 20`;
    const asked: [unknown, unknown][] = [
      [tf`${sum} * 3`, 6],
      [tf`3 * ${sum}`, 6],
      [tf`${choice} + 5`, 15],
      [tf`!${tf`${yes} == false`}`, true],
      [tf`-${sum}`, -2],
      [tf`${tf`[1, 2]`}[${sum} - 1]`, 2],
      [tf`${tf`max(1, 2)`} * ${tf`(1 + 1)`}`, 4],
      [tf`${tf`(1) + (2)`} * 2`, 6],
      [tf`${tf`{ a = 1 } == { a = 2 }`} ? "same" : "other"`, "other"],
      [tf`${tf`jsonencode(")") == jsonencode("(")`} ? "same" : "other"`, "other"],
      [`${choice}/${sum}`, "10/2"],
      [tf`${Op.add(one, 1)} * 3`, 6],
      [tf`${Fn.conditional(yes, 1, 2)} + 3`, 4],
      [tf`${Token.asNumber(sum)} * ${-2}`, -4],
    ];
    for (const [expression] of asked) evaluation.ask(expression);
    expect(await evaluation.run(terraform)).toEqual(asked.map(([, value]) => value));
  });
});

describe("an expression in JavaScript", () => {
  const one = raw("var.one") as unknown as number;

  test.each<[string, () => unknown]>([
    ["multiplied", () => one * 6],
    ["added", () => one + 1],
    ["compared", () => one < 2],
    ["compared from the right", () => 2 >= one],
    ["negated", () => -one],
    ["subtracted from", () => 900 - one],
    ["made a number", () => Number(one)],
    ["given to Math", () => Math.max(one, 1)],
  ])("is refused when %s", (_, use) => {
    expect(use).toThrow(/expression was used in JavaScript arithmetic or comparison; use the helpers of lib\/logic/);
  });

  test("may stand in a template literal", () => {
    const stack = moduleStack((scope) => scope.outputs({ text: { value: `a-${one}`, description: "" } }));
    expect(stack.toTerraform()).toMatchObject({ output: { text: { value: "a-${var.one}" } } });
  });

  test("gives itself away in JSON text", () => {
    const stack = moduleStack((scope) => scope.outputs({ text: { value: JSON.stringify({ one }), description: "" } }));
    expect(() => stack.toTerraform()).toThrow(/used in JavaScript/);
  });
});

test.each<[string, unknown, boolean]>([
  ["a string", "a", false],
  ["a string that looks like one", "${var.a}", false],
  ["a token as string", Token.asString(raw("var.a")), true],
  ["a string with a token in it", `a-${Token.asString(raw("var.a"))}`, true],
  ["a token as number", Token.asNumber(raw("var.a")), true],
  ["a token as list", Token.asList(raw("var.a")), true],
  ["a token as map", Token.asStringMap(raw("var.a")), true],
  ["an expression", raw("var.a"), true],
  ["a list with a token in it", [1, raw("var.a")], true],
  ["an object with a token deep in it", { a: [{ b: Token.asString(raw("var.a")) }] }, true],
  ["literals", [{ a: 1, b: [null, undefined, true] }], false],
])("isUnknown: %s", (_, value, expected) => {
  expect(isUnknown(value)).toBe(expected);
});

test("any literal is known, and nothing is known that holds a token", () => {
  const token = Token.asString(raw("var.a"));
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (value) => !isUnknown(value) && isUnknown([value, token]) && isUnknown({ value, token }),
    ),
  );
});
