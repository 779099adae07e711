import fc from "fast-check";
import * as z from "zod/mini";
import { PermanentError } from "../../../functions/runtime/job-errors";
import { readPayload } from "../../../functions/runtime/payload";

const detailOf = async (...args: Parameters<typeof readPayload>) => {
  const read = await readPayload(...args);
  return read.valid ? undefined : read.error.detail;
};

test("without a schema any JSON is a payload, and anything else a permanent error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
      const read = await readPayload(body);
      if (read.valid) expect(read.payload).toEqual(JSON.parse(body));
      else expect(read.error).toBeInstanceOf(PermanentError);
    }),
  );
});

test("a schema's own output is the payload", async () => {
  const schema = z.object({ n: z._default(z.number(), 7) });
  expect(await readPayload('{"other":1}', schema)).toEqual({ valid: true, payload: { n: 7 } });
});

test("the first few faults are named, with their places", async () => {
  const schema = z.object({ list: z.array(z.number("must be a number")), name: z.string("must be a text") });
  expect(await detailOf('{"list":[1,"2"]}', schema)).toBe("list.1: must be a number; name: must be a text");
  const wrong = JSON.stringify({ list: Array(50).fill("x"), name: "n" });
  expect((await detailOf(wrong, schema))?.split("; ")).toHaveLength(5);
});

test("a schema may take its time, and may name places as objects", async () => {
  const issues = [{ message: "no", path: [{ key: "a" }, 0] }, { message: "at all" }];
  const schema = { "~standard": { version: 1 as const, vendor: "test", validate: async () => ({ issues }) } };
  expect(await detailOf("1", schema)).toBe("a.0: no; at all");
});
