import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "../../../../functions/shared/items";
import type { Suite } from "./suite";

const TERM = { customer: "c-1", at: 1 };

/** What becomes of a service's items over an upgrade. */
export function web(suite: () => Suite) {
  let endpoint = "";
  const put = async (line: string) => {
    const Item = toItem({ id: "order", line, ...TERM });
    await suite().root.dynamo.send(new PutItemCommand({ TableName: suite().of.shop.table_name, Item }));
  };
  /** At the address that clients knew before the upgrade. */
  const read = async () => {
    const { status, body } = await suite().api(endpoint, suite().caller("customer")).ask("/orders/order");
    return { status, body };
  };

  return {
    before(): void {
      test("a service answers with what is in its table", async () => {
        endpoint = suite().of.shop.api_endpoint;
        await put("1");
        await put("2");
        expect(await read()).toEqual({ status: 200, body: { lines: ["1", "2"] } });
      });
    },

    after(): void {
      test("the service answers at the same address with what was in its table", async () => {
        expect(await read()).toEqual({ status: 200, body: { lines: ["1", "2"] } });
      });
    },

    /** With code that was built with today's runtime. */
    withNewCode(): void {
      test("the service answers with what was in its table, and with what is new there", async () => {
        await put("3");
        expect(await read()).toEqual({ status: 200, body: { lines: ["1", "2", "3"] } });
      });
    },
  };
}
