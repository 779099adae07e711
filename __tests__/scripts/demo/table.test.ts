import { table } from "../../../scripts/demo/table";

test("columns are as wide as their widest cell, words to the left, numbers to the right", () => {
  expect(
    table([
      ["requests", "sent", "failed", "because"],
      ["good", 40, "–", "no"],
      ["invalid ones", 7, 7, "400 each"],
    ]),
  ).toBe(
    [
      "requests       sent   failed   because",
      "───────────────────────────────────────",
      "good             40        –   no",
      "invalid ones      7        7   400 each",
    ].join("\n"),
  );
});
