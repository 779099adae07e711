import { prepared } from "../../../functions/shared/prepared";

test("what can be made is made at once, and once", () => {
  const make = jest.fn(() => ({}));
  const get = prepared(make);
  expect(make).toHaveBeenCalledTimes(1);
  expect(get()).toBe(get());
  expect(make).toHaveBeenCalledTimes(1);
});

test("what cannot be made fails each call, not the start, and is made once it can be", () => {
  let variable: string | undefined;
  const make = jest.fn(() => {
    if (variable === undefined) throw new Error("not set");
    return variable;
  });
  const get = prepared(make);
  expect(get).toThrow("not set");
  expect(get).toThrow("not set");
  variable = "set";
  expect([get(), get()]).toEqual(["set", "set"]);
  expect(make).toHaveBeenCalledTimes(4);
});

test("nothing is a value as well", () => {
  const make = jest.fn(() => undefined);
  const get = prepared(make);
  expect([get(), get()]).toEqual([undefined, undefined]);
  expect(make).toHaveBeenCalledTimes(1);
});
