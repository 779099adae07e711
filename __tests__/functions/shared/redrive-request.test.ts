import * as z from "zod/mini";
import { parseRedriveRequest } from "../../../functions/shared/redrive-request";
import { redriveRequestFields } from "../../../functions/shared/redrive-schemas";

const schema = z.strictObject(redriveRequestFields);
const valid = { reason: "r", requestedBy: "w" };

test("a minimal request moves a thousand at most", () => {
  expect(parseRedriveRequest(schema, valid)).toEqual({ ...valid, maxMessages: 1_000 });
});

test("all faults are named at once", () => {
  expect(() => parseRedriveRequest(schema, { reason: "", maxPerSecond: -1, all: 1 })).toThrow(
    /reason: .*; requestedBy: .*; maxPerSecond: .*; .*all.* Nothing was moved\./,
  );
});

test.each([[null], [[]], ["text"], [7], [undefined]])("%j is no request", (payload) => {
  expect(() => parseRedriveRequest(schema, payload)).toThrow(/^Invalid redrive request: payload: /);
});
