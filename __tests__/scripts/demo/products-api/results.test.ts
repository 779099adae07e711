import { problemsOf, type Result, reportOf } from "../../../../scripts/demo/products-api/results";

const result = (changes: Partial<Result>): Result => ({
  method: "PUT",
  route: "/products/{id}",
  sent: "3 changes",
  statuses: [412, 200, 412],
  expected: [200, 412, 412],
  ...changes,
});

test.each<[string, Partial<Result>, string[]]>([
  ["the expected statuses, in any order", {}, []],
  ["another status", { statuses: [500], expected: [200] }, ["answered 500 instead of 200."]],
  ["too many of one", { statuses: [200, 200, 412] }, ["answered 200 × 2, 412 instead of 200, 412 × 2."]],
  ["no answer at all", { statuses: [], expected: [200] }, ["answered nothing instead of 200."]],
  ["the wrong content", { fault: "two won" }, ["two won."]],
  ["the wrong content and status", { statuses: [200], fault: "x" }, ["answered 200 instead of 200, 412 × 2.", "x."]],
])("%s", (_, changes, problems) => {
  expect(problemsOf([result({}), result(changes)])).toEqual(
    problems.map((problem) => `PUT /products/{id} with 3 changes: ${problem}`),
  );
});

test("the table says of each row what was sent, what came, what was expected, and whether that is the same", () => {
  const lines = reportOf([result({}), result({ method: "GET", statuses: [404], expected: [200] })]).split("\n");
  expect(lines.slice(2).map((line) => line.split(/ {3,}/))).toEqual([
    ["PUT", "/products/{id}", "3 changes", "200, 412 × 2", "200, 412 × 2", "✓ yes"],
    ["GET", "/products/{id}", "3 changes", "404", "200", "✗ no"],
  ]);
});
