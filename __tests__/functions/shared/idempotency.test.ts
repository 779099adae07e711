import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { idempotentUuid } from "../../../functions/shared/idempotency";
import { HttpProblem } from "../../../functions/shared/problem";

const event = (key?: string, authorizer?: object) =>
  ({
    headers: key === undefined ? {} : { "idempotency-key": key },
    requestContext: { authorizer },
  }) as unknown as APIGatewayProxyEventV2;
const ada = { jwt: { claims: { iss: "i", sub: "ada" } } };
const bob = { jwt: { claims: { iss: "i", sub: "bob" } } };

test("without a key there is nothing to repeat", () => {
  expect(idempotentUuid(event(undefined, ada), { a: 1 })).toBeUndefined();
});

test("caller, key and parts decide, and nothing else", () => {
  const key = fc.stringMatching(/^[\x21-\x7e]{1,255}$/);
  const asked = fc.tuple(fc.constantFrom(ada, bob, undefined), key, fc.array(fc.jsonValue(), { maxLength: 2 }));
  const textOf = (one: unknown) => JSON.stringify(one);
  fc.assert(
    fc.property(asked, asked, (one, other) => {
      const [a, b] = [one, other].map(([authorizer, key, parts]) => idempotentUuid(event(key, authorizer), ...parts));
      expect(a === b).toBe(textOf([one[0] ?? null, ...one.slice(1)]) === textOf([other[0] ?? null, ...other.slice(1)]));
      expect(a).toBe(idempotentUuid(event(one[1], one[0]), ...one[2]));
    }),
  );
});

test.each([
  ["an empty key", event("", ada)],
  ["a key with a line end", event("a\nb", ada)],
  ["a long key", event("x".repeat(256), ada)],
  ["a key of a caller whom nothing names", event("k", { jwt: { claims: { iss: "i" } } })],
])("%s is refused with 400", (_name, request) => {
  expect(() => idempotentUuid(request)).toThrow(HttpProblem);
  expect(() => idempotentUuid(request)).toThrow("invalid-header");
});
