import type { LocalAws } from "../../../local/aws";
import { type Grant, readGrants } from "../../../local/iam";
import type { TargetAws } from "../../../local/target";
import { embeddedTest } from "./fault-test";

interface PermissionOptions {
  /** The same text for what is the same in several instances. */
  readonly kindOf?: (text: string) => string;
  /** What may go unused, each for its reason: a pattern of `<role> <action> <resource>`. */
  readonly exempt?: readonly (readonly [grant: RegExp, reason: string])[];
}

/** Tests that the roles of a suite are sufficient for all that its scenarios did, and no more than that. */
export function permissionTests(suite: () => { readonly target: TargetAws }, options: PermissionOptions = {}): void {
  const { kindOf = (text) => text, exempt = [] } = options;
  const embedded = (): LocalAws => suite().target.embedded!;

  embeddedTest("no role was refused anything", async () => {
    expect((await embedded().report()).denied).toEqual([]);
  });

  embeddedTest("no role may do what no scenario needs", async () => {
    const { endpoint, region, credentials } = embedded();
    const { unused } = await embedded().report();
    const grants = await readGrants(endpoint, region, credentials);
    const textOf = ({ role, action, resource }: Grant) => [role, action, resource].map(kindOf).join(" ");
    // A policy is the same in every instance: what one of them uses is needed.
    const granted = counts(grants.map(textOf));
    const idle = [...counts(unused.map(textOf))].flatMap(([kind, count]) => (count === granted.get(kind) ? kind : []));
    expect(idle.filter((kind) => !exempt.some(([pattern]) => pattern.test(kind)))).toEqual([]);
    // An exemption of what is used, or is no more, is to go.
    expect(exempt.filter(([pattern]) => !idle.some((kind) => pattern.test(kind)))).toEqual([]);
  });
}

function counts(texts: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const text of texts) result.set(text, (result.get(text) ?? 0) + 1);
  return result;
}
