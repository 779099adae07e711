import type { LocalAws } from "../../../../local/aws";
import { type Grant, readGrants } from "../../../../local/iam";
import type { Suite } from "./suite";

export function permissions(suite: () => Suite): { sufficient(): Promise<void>; minimal(): Promise<void> } {
  const embedded = (): LocalAws => suite().target.embedded!;
  return {
    async sufficient() {
      expect((await embedded().report()).denied).toEqual([]);
    },

    async minimal() {
      const { endpoint, region, credentials } = embedded();
      const { unused } = await embedded().report();
      const grants = await readGrants(endpoint, region, credentials);
      // A policy is the same in every instance, on queues of either kind: what one of them uses is needed.
      const kindOf = ({ role, action, resource }: Grant) =>
        [role, action, resource]
          .map((text) => text.replaceAll(/e2e-\w+-(jobs|paced|ordered|single|broken)/g, "NAME").replace(/\.fifo$/, ""))
          .join(" ");
      const unusedKinds = new Map<string, number>();
      for (const grant of unused) unusedKinds.set(kindOf(grant), (unusedKinds.get(kindOf(grant)) ?? 0) + 1);
      const grantedKinds = new Map<string, number>();
      for (const grant of grants) grantedKinds.set(kindOf(grant), (grantedKinds.get(kindOf(grant)) ?? 0) + 1);
      const never = [...unusedKinds].filter(([kind, count]) => count === grantedKinds.get(kind)).map(([kind]) => kind);
      expect(never).toEqual([]);
    },
  };
}
