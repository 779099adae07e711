import { Token } from "cdktf";
import { assertClean } from "../../lib/clean";
import { raw } from "../../lib/expression";

const number = Token.asNumber(raw("var.n"));
const text = Token.asString(raw("var.s"));
const list = Token.asList(raw("var.l"));
const map = Token.asStringMap(raw("var.m"));

const inResource = (argument: unknown, name = "b") => ({ resource: { aws_a: { [name]: { argument } } } });

test.each<[string, unknown]>([
  ["a number token multiplied", number * 6],
  ["a number token divided", number / 1000],
  ["a number token negated", -number],
  ["a number token in a template literal", `n-${number}`],
  ["a number that is none", number * Number.POSITIVE_INFINITY],
  ["a string token that nothing resolved", `a-${text}`],
  ["a list token joined", list.join(",")],
  ["an item of a list token", list[0]],
  ["a map token spread", { ...map, a: "b" }],
  ["a key", { [text]: "x" }],
  ["an expression as JSON", JSON.stringify({ a: raw("var.x") })],
])("refuses %s", (_, leaked) => {
  expect(() => assertClean(inResource({ deep: [{ leaked }] }))).toThrow(
    /^resource\.aws_a\.b\.argument\.deep\.0\.leaked.*: a value that only Terraform knows was used in JavaScript and came out as .*; use the helpers of lib\/logic/,
  );
});

test("names the construct behind the address", () => {
  const constructAt = (address: string) =>
    ({ "aws_a.b": "stack/worker", "data.aws_a.b": "stack/account", "output.c": "stack/output" })[address];
  expect(() => assertClean(inResource(number * 2), constructAt)).toThrow("stack/worker (resource.aws_a.b.argument): ");
  expect(() => assertClean({ data: { aws_a: { b: { argument: `${number}` } } } }, constructAt)).toThrow(
    "stack/account (data.aws_a.b.argument): ",
  );
  expect(() => assertClean({ output: { c: { value: `${number}` } } }, constructAt)).toThrow(
    "stack/output (output.c.value): ",
  );
});

test.each<[string, unknown]>([
  [
    "what people write",
    ["a ${var.b}", "${var.c[0].d}", "$.token", "TfToken", "1e+30", 1e30, -1e-300, null, true, { "a.b": {} }],
  ],
  ["cdktf's own remarks", { "//": { token: "TfToken[TOKEN.0]" } }],
])("lets pass %s", (_, argument) => {
  expect(() => assertClean(inResource(argument))).not.toThrow();
});

const counted = { count: "${var.n}" };
const each = { for_each: "${var.m}" };

test.each<[string, object, unknown]>([
  ["an attribute", counted, "${aws_a.b.arn}"],
  ["an attribute within a text", counted, "x-${aws_a.b.arn}-${var.y}"],
  ["an attribute of each", each, "${aws_a.b.arn}"],
  ["a splat over what is a map", each, "${aws_a.b.*.arn}"],
])("refuses %s of a resource that may exist several times", (_, block, argument) => {
  const document = { resource: { aws_a: { b: block, c: { argument } } } };
  expect(() => assertClean(document, (address) => `stack/${address}`)).toThrow(
    /^stack\/aws_a\.c \(resource\.aws_a\.c\.argument\): aws_a\.b\.[*.a-z]+ is read, but the resource may exist several times or not at all; make it by when\(\) and read it by get\(\) or its\(\)/,
  );
});

test("refuses an unindexed read of a counted data source", () => {
  const document = { data: { aws_a: { b: counted } }, output: { c: { value: "${data.aws_a.b.arn}" } } };
  expect(() => assertClean(document)).toThrow("output.c.value: data.aws_a.b.arn is read");
});

test.each<[string, object, unknown]>([
  ["by an index", counted, "${aws_a.b[0].arn}"],
  ["by a splat", counted, "${one(aws_a.b[*].arn)}"],
  ["by a key", each, "${aws_a.b[each.key].arn}"],
  ["as a dependency", counted, ["aws_a.b"]],
  ["of another type", counted, "${data.aws_a.b.arn}"],
  ["of a longer name", counted, "${aws_a.b_c.arn} ${aws_aa.b.arn} ${x_aws_a.b.arn}"],
  ["in prose", counted, "see aws_a.b.arn"],
])("lets pass a read %s", (_, block, argument) => {
  expect(() => assertClean({ resource: { aws_a: { b: block, c: { argument } } } })).not.toThrow();
});
