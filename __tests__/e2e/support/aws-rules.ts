import type { LocalAws } from "../../../local/aws";
import { judgePolicies, type Policy } from "../../../local/policies";
import type { ViolationRecord } from "../../../local/records";
import type { TargetAws } from "../../../local/target";
import { embeddedTest } from "./fault-test";

/** Python reads all of IAM's definitions, on a machine that may be busy. */
const JUDGES_WITHIN_MS = 60_000;

interface RulesSuite {
  readonly target: TargetAws;
  /** Outputs of the suite's root; the policies in them are judged. */
  readonly outputs?: unknown;
}

/** Tests that AWS takes what a suite and its functions asked of the local AWS. They come last, when all of it has happened. */
export function awsRulesTests(suite: () => RulesSuite): void {
  const embedded = (): LocalAws => suite().target.embedded!;

  embeddedTest("no request was taken that AWS refuses by its service models", async () => {
    expect(violationsOf(embedded())).toEqual([]);
  });

  embeddedTest(
    "nothing is wrong with any policy that was made or is an output",
    async () => {
      const made = embedded().policies();
      expect(made).not.toEqual([]);
      expect(await wrongPolicies([...made, ...policiesIn(suite().outputs)])).toEqual([]);
    },
    JUDGES_WITHIN_MS,
  );
}

/** What AWS refuses of the requests that were taken and of the policies that were made, a line each. Nothing on another target. */
export async function refusedByAws(aws: LocalAws | undefined): Promise<string[]> {
  return aws === undefined ? [] : [...violationsOf(aws), ...(await wrongPolicies(aws.policies()))];
}

/** A local AWS whose end fails when it took a request that AWS refuses: for suites of functions, which have no last test. */
export function watched(aws: LocalAws): LocalAws {
  const stop = async () => {
    const violations = violationsOf(aws);
    await aws.stop();
    expect(violations).toEqual([]);
  };
  return { ...aws, stop };
}

/** Each violation once, as a line that names the resource, the operation, the member and the rule. */
export function violationsOf(aws: LocalAws): string[] {
  return [...new Set(aws.violations().map(describeViolation))];
}

function describeViolation({ service, operation, resource, member, rule, value, caller }: ViolationRecord): string {
  const was = value === undefined ? "" : `, was ${value}`;
  return `${service}:${operation} ${resource ?? ""}: ${member} ${rule}${was} (called by ${caller})`;
}

/** Each finding as a line that names whose policy it is. */
export async function wrongPolicies(policies: readonly Policy[]): Promise<string[]> {
  const findings = await judgePolicies(policies);
  return [...new Set(findings.map(({ type, owner, issue, detail }) => `${type} policy, ${owner}: ${issue} ${detail}`))];
}

/** Identity policies as JSON text anywhere in a value, such as modules hand out for callers. */
export function policiesIn(value: unknown, path = "output"): Policy[] {
  if (typeof value === "string") {
    const isPolicy = value.startsWith("{") && value.includes('"Statement"');
    return isPolicy ? [{ type: "identity", service: "iam", owner: path, document: value }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => policiesIn(entry, `${path}.${key}`));
}
