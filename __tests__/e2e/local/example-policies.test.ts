import { join } from "node:path";
import type { Policy } from "../../../local/policies";
import { targetAws } from "../../../local/target";
import { temporaryFolder } from "../../support/folders";
import { describeTerraform } from "../../support/terraform";
import { policiesIn, wrongPolicies } from "../support/aws-rules";
import { copyToRoot } from "../support/suite";

/** A plan takes some ten seconds, on a machine that may be busy. */
const WITHIN_MS = 600_000;

/** Attributes that are policies, by type of resource. */
const POLICIES: Readonly<Record<string, readonly [attribute: string, type: Policy["type"], service: string]>> = {
  aws_iam_role: ["assume_role_policy", "trust", "iam"],
  aws_iam_role_policy: ["policy", "identity", "iam"],
  aws_iam_policy: ["policy", "identity", "iam"],
  aws_sqs_queue: ["policy", "resource", "sqs"],
  aws_sqs_queue_policy: ["policy", "resource", "sqs"],
  aws_sns_topic: ["policy", "resource", "sns"],
  aws_sns_topic_policy: ["policy", "resource", "sns"],
};

interface Plan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: { readonly after: Readonly<Record<string, unknown>> | null };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly after?: unknown }>>;
}

/** The policies of a plan; what only an apply knows is not among them. */
function policiesOf({ resource_changes, output_changes = {} }: Plan): Policy[] {
  const made = resource_changes.flatMap(({ address, type, change }): Policy[] => {
    const [attribute, policyType, service] = POLICIES[type] ?? [];
    const document = attribute && change.after?.[attribute];
    return typeof document === "string" && document !== ""
      ? [{ type: policyType!, service: service!, owner: address, document }]
      : [];
  });
  return [...made, ...policiesIn(Object.fromEntries(Object.entries(output_changes).map(([key, o]) => [key, o.after])))];
}

// The suites of the patterns apply the others.
describeTerraform("examples that no suite applies", (terraform) => {
  test.each(["coffee-shop", "queue-load-leveling"])(
    "nothing is wrong with any policy that the plan of %s knows",
    async (example) => {
      const target = await targetAws();
      try {
        const root = temporaryFolder("example");
        copyToRoot({ folder: root }, "terraform", `examples/${example}`);
        const folder = join(root, "examples", example);
        const environment = { ...target.environment, TF_VAR_legacy_url: "https://legacy.example.com" };
        const options = { environment };
        await terraform.must(folder, ["init", "-no-color"], options);
        await terraform.must(folder, ["plan", "-no-color", "-out=example.tfplan"], options);
        const plan = JSON.parse(await terraform.must(folder, ["show", "-json", "example.tfplan"], options)) as Plan;
        const policies = policiesOf(plan);
        expect(new Set(policies.map(({ type }) => type))).toEqual(new Set(["identity", "trust", "resource"]));
        expect(await wrongPolicies(policies)).toEqual([]);
      } finally {
        await target.stop();
      }
    },
    WITHIN_MS,
  );
});
