/** Code of the examples: path of the zip without its ending → entry point. */
export const exampleCode: Readonly<Record<string, string>> = {
  "examples/queue-load-leveling/worker": "functions/examples/customer-migration/worker.ts",
};
