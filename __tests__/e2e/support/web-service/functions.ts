import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StockAnswer } from "../../../../functions/examples/products/schemas";
import { zip } from "../../../../lib/bundle";
import { eventually } from "../eventually";
import type { Probed } from "./functions/probe";
import { createProduct } from "./products";
import { COLOURS } from "./root";
import type { Suite } from "./suite";

/** A schedule of one minute, and as long again. */
const WARM_UP_WITHIN_MS = 300_000;
const APPLY_WITHIN_MS = 600_000;

/** Of what the probe returns to those who invoke it. */
const probed = ({ body }: { readonly body: string }): Probed => JSON.parse(body) as Probed;

export function functions(suite: () => Suite): void {
  test("a product is shown with its stock, which its API asks of the internal service", async () => {
    const { id } = await createProduct(suite());
    const set = { [id]: 7 };
    expect(await suite().invoke<StockAnswer>(suite().of.shop.stock_function_arn, { set })).toEqual({ levels: set });
    expect((await suite().products(`/products/${id}`)).body.stock).toBe(7);
  });

  test("the internal service refuses what is no request, and names the fault", async () => {
    const wrong = suite().invoke(suite().of.shop.stock_function_arn, { productIds: ["x"], everything: true });
    await expect(wrong).rejects.toThrow(/Invalid stock request: .*everything/);
  });

  test.each(COLOURS)("the %s one answers by a function and with a table of its own", async (colour) => {
    const { api_endpoint, function_names } = suite().of.each[colour];
    const { body } = await suite().api(api_endpoint).ask<Probed>("/probe");
    expect(body).toMatchObject({ functionName: function_names["probe"], colour, items: 1 });
  });

  test("a function reads its table by the index, and runs by its alias", async () => {
    const { body } = await suite().full("/open");
    expect(body).toMatchObject({ colour: "full", items: 2, version: "1" });
  });

  test(
    "changed code makes a version to which the alias moves, and nothing else changes",
    async () => {
      const alias = suite().of.minimal.function_arns["probe"]!;
      expect(probed(await suite().invoke(alias, {})).version).toBe("1");
      const source =
        "export const handler = async (_, { functionVersion: version }) => ({ body: JSON.stringify({ version }) });";
      writeFileSync(join(suite().folder, "minimal.zip"), zip({ "index.mjs": Buffer.from(source) }));
      expect((await suite().applyAgain()).sort()).toEqual([
        'module.minimal.aws_lambda_alias.function_live["probe"]',
        'module.minimal.aws_lambda_function.function["probe"]',
      ]);
      expect(probed(await suite().invoke(alias, {})).version).toBe("2");
    },
    APPLY_WITHIN_MS,
  );

  test(
    "the warm-up schedule calls the functions that want it",
    async () => {
      const { probe, stored } = suite().of.full.function_names;
      for (const name of [probe!, stored!]) {
        const look = async () => (await suite().logLines(`/aws/lambda/${name}`)).some(({ warmUp }) => warmUp === true);
        await eventually(`the schedule to call ${name}`, look, { withinMs: WARM_UP_WITHIN_MS, everyMs: 1_000 });
      }
    },
    WARM_UP_WITHIN_MS,
  );
}
