import type { ResourceChange } from "./suite";

/** What may be replaced: it holds nothing. A permission for an API that was there already (`existing_api`) names its ARN, which is composed. */
const HOLDS_NOTHING = /\.aws_lambda_permission\./;

/**
 * A test that nothing with data in it is replaced while a module's data sources are put off, as `depends_on` with a pending change does: what is named
 * after account and region is unknown then, and Terraform replaces what has an unknown name.
 */
export function pendingTest(suite: () => { planBehind(): Promise<ResourceChange[]> }, timeoutMs: number): void {
  test(
    "a pending change under depends_on replaces nothing that holds data",
    async () => {
      const changes = await suite().planBehind();
      const inModules = changes.filter(({ address }) => address.startsWith("module."));
      // The plan is of that kind: policies whose ARNs it does not know.
      expect(inModules.length).toBeGreaterThan(10);
      const replaced = inModules.filter(({ change }) => change.actions.includes("delete"));
      expect(replaced.map(({ address }) => address).filter((address) => !HOLDS_NOTHING.test(address))).toEqual([]);
    },
    timeoutMs,
  );
}
