import type { ResourceChange } from "./suite";

/**
 * A test that nothing is replaced while a module's data sources are put off, as `depends_on` with a pending change does: what is named after account and
 * region is unknown then, and Terraform replaces what has an unknown name.
 */
export function pendingTest(suite: () => { planBehind(): Promise<ResourceChange[]> }, timeoutMs: number): void {
  test(
    "a pending change under depends_on replaces nothing",
    async () => {
      const changes = await suite().planBehind();
      const inModules = changes.filter(({ address }) => address.startsWith("module."));
      // The plan is of that kind: policies whose ARNs it does not know.
      expect(inModules.length).toBeGreaterThan(10);
      expect(inModules.filter(({ change }) => change.actions.includes("delete")).map(({ address }) => address)).toEqual(
        [],
      );
    },
    timeoutMs,
  );
}
