const COFFEE_SHOP_FUNCTIONS = ["leaderboard", "place-order", "recommendations", "video-wall"];
const PRODUCT_FUNCTIONS = ["create", "delete", "list", "read", "stock", "update"];

/** Code of the examples: path of the zip without its ending → entry point. */
export const exampleCode: Readonly<Record<string, string>> = {
  "examples/queue-load-leveling/worker": "functions/examples/customer-migration/worker.ts",
  ...Object.fromEntries(
    COFFEE_SHOP_FUNCTIONS.map((name) => [`examples/coffee-shop/${name}`, `functions/examples/coffee-shop/${name}.ts`]),
  ),
  "examples/pub-sub-two-teams/fulfilment/pack": "functions/examples/fulfilment/pack.ts",
  ...Object.fromEntries(
    PRODUCT_FUNCTIONS.map((name) => [`examples/products-api/${name}`, `functions/examples/products/${name}.ts`]),
  ),
};
