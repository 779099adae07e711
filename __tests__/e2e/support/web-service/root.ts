import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { writeBundles, writeRootDocument } from "../root";
import { copyToRoot, type RootOptions } from "../suite";
import { fullCall, fullResources } from "./full";

const MODULE = "terraform/web-service";
const EXAMPLE = "examples/products-api";

export const COLOURS = ["blue", "red"] as const;

/** The example as it is, and the module in its extremes. One root: an apply mostly waits. */
function modules(options: RootOptions) {
  const { name } = options;
  const source = `./${MODULE}`;
  return {
    shop: { source: `./${EXAMPLE}`, name: `${name}-shop` },
    /** Every optional input left out: no route, so it is invoked by its alias. */
    minimal: { source, name: `${name}-minimal`, functions: { probe: { filename: "minimal.zip" } } },
    /** An internal service whose function is another API's authorizer. */
    gate: { source, name: `${name}-gate`, functions: { keys: { filename: "keys.zip" } }, public_api: null },
    full: fullCall(options),
    each: {
      source,
      for_each: Object.fromEntries(COLOURS.map((colour) => [colour, {}])),
      name: `${name}-\${each.key}`,
      functions: {
        probe: {
          filename: "probe.zip",
          environment: { COLOUR: "${each.key}" },
          table_access: "read_write",
          table_actions: ["GetItem", "PutItem"],
        },
      },
      routes: {
        "GET /probe": { function: "probe" },
        "ANY /things/{id}": { function: "probe" },
        $default: { function: "probe" },
      },
      table: { hash_key: "id", range_key: "at", attribute_types: { at: "N" }, deletion_protection: false },
    },
  };
}

export const CALLERS = {
  shopper: "module.shop.caller_policy_json",
  clerk: "module.shop.stock_caller_policy_json",
  tenant: 'module.each["red"].invoke_policy_json',
  invoker: "module.minimal.function_invoke_policy_json.probe",
  reader: "module.full.read_policy_json",
} as const;

export type Caller = keyof typeof CALLERS;

/** Writes the root into its folder: the module and the example as they are committed. */
export async function writeRoot(options: RootOptions): Promise<void> {
  const { folder } = options;
  copyToRoot(options, MODULE, EXAMPLE);
  const functions = "__tests__/e2e/support/web-service/functions";
  await writeBundles(folder, { probe: `${functions}/probe.ts`, keys: `${functions}/keys.ts` });
  copyFileSync(join(folder, "probe.zip"), join(folder, "minimal.zip"));
  writeRootDocument(options, {
    modules: modules(options),
    callers: CALLERS,
    resources: fullResources(options),
    consumed: [{ module: "web-service", address: "module.full", absent: ["invoke_policy_json"] }],
    data: { aws_caller_identity: { current: {} }, aws_region: { current: {} } },
  });
}
