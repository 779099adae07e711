import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { type AuthorizerContext, httpAuthorizer } from "../../../functions/runtime";
import { WARM_UP_EVENT } from "../../../functions/web-service/contract";

const CUSTOMERS: Readonly<Record<string, AuthorizerContext>> = { "key-1": { customer: "ada", premium: true } };
const handler = httpAuthorizer(async ({ identitySource: [key = ""] }) => {
  if (key === "broken") throw new Error("the store of keys is down");
  return CUSTOMERS[key];
});
const eventOf = (key: string) => ({ identitySource: [key] }) as APIGatewayRequestAuthorizerEventV2;

test("admits whom the function knows, with what it knows", async () => {
  expect(await handler(eventOf("key-1"))).toEqual({ isAuthorized: true, context: CUSTOMERS["key-1"] });
});

test("refuses others, and calls that keep it warm", async () => {
  expect(await handler(eventOf("key-2"))).toEqual({ isAuthorized: false });
  expect(await handler(WARM_UP_EVENT as unknown as APIGatewayRequestAuthorizerEventV2)).toEqual({
    isAuthorized: false,
  });
});

test("admits nobody when it fails", async () => {
  await expect(handler(eventOf("broken"))).rejects.toThrow("the store of keys is down");
});
