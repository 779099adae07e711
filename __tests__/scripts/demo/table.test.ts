import { table } from "../../../scripts/demo/table";

test("columns are as wide as their widest cell, the first to the left, the others to the right", () => {
  expect(
    table([
      ["requests", "sent"],
      ["good", 40],
      ["invalid ones", 7],
    ]),
  ).toBe(["requests       sent", "───────────────────", "good             40", "invalid ones      7"].join("\n"));
});
