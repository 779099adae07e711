import { stockAnswer, stockRequest } from "../../../../functions/examples/products/schemas";

const ids = (count: number) =>
  Array.from({ length: count }, (_, n) => `019a8e5c-4b1d-7c0e-9f3a-${String(n).padStart(12, "0")}`);
const levels = (count: number, level: unknown = 1) => Object.fromEntries(ids(count).map((id) => [id, level]));

test.each<[string, unknown, boolean]>([
  ["one product", { productIds: ids(1) }, true],
  ["a hundred products", { productIds: ids(100) }, true],
  ["a hundred and one", { productIds: ids(101) }, false],
  ["no product", { productIds: [] }, false],
  ["what is no id", { productIds: ["1"] }, false],
  ["a level", { set: levels(1, 0) }, true],
  ["a hundred levels", { set: levels(100) }, true],
  ["a hundred and one levels", { set: levels(101) }, false],
  ["no level", { set: {} }, false],
  ["a level of what is no id", { set: { "rate#1": 1 } }, false],
  ["a negative level", { set: levels(1, -1) }, false],
  ["half a piece", { set: levels(1, 0.5) }, false],
  ["a level that is a text", { set: levels(1, "1") }, false],
  ["both", { productIds: ids(1), set: levels(1) }, false],
  ["neither", {}, false],
  ["something else", { productIds: ids(1), force: true }, false],
  ["an array", [], false],
  ["nothing", undefined, false],
])("the stock service is asked for %s", (_name, request, good) => {
  expect(stockRequest.safeParse(request).success).toBe(good);
});

test.each<[unknown, boolean]>([
  [{ levels: {} }, true],
  [{ levels: levels(2) }, true],
  [{ levels: levels(1, null) }, false],
  [{}, false],
  [null, false],
])("the stock service may answer %j: %j", (answer, good) => {
  expect(stockAnswer.safeParse(answer).success).toBe(good);
});
