import { readEnvironment } from "../../../functions/shared/environment";

test("all missing variables are named at once; an empty value is a value", () => {
  expect(() => readEnvironment(["A", "B", "C"], { B: "" })).toThrow(/not set: A, C\./);
  expect(readEnvironment(["A", "B"], { A: "1", B: "", C: "3" })).toEqual({ A: "1", B: "" });
});
