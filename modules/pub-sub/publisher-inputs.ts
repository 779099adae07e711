import { check } from "../../lib/checks";
import { eachKey } from "../../lib/findings";
import { hasNone } from "../../lib/lists";
import { isSet, not, or } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { arns } from "../parts/arn-checks";

const ACCOUNT_ID = "^[0-9]{12}$";

/** An ARN that says whose the resource is. Names of buckets are free again when one is deleted. */
const NAMES_ACCOUNT = "^arn:[^:]+:[^:]+:[^:]*:[0-9]{12}:";

const serviceMembers = {
  sourceArns: t.strings({
    description: "ARNs, with * where they vary, of what the service may publish for, such as a bucket.",
    default: [],
    checks: [arns("source")],
  }),
  sourceAccount: t.string({
    description:
      "Account that owns what the service publishes for; needed where source_arns do not name it, as those of buckets.",
    optional: true,
    checks: [check.matching(ACCOUNT_ID, "be an account id of 12 digits")],
  }),
};
export type PublishingService = ValueMembers<typeof serviceMembers>;

const servicePrincipal = check.matching(
  "^[a-z0-9.-]+[.]amazonaws[.]com([.]cn)?$",
  "have service principals as keys, such as events.amazonaws.com",
);

/** Who may publish, beside those in the account whom IAM lets. */
export const publishersInput = t.object(
  {
    accountIds: t.strings({
      description: "Other accounts whose IAM policies may let somebody publish.",
      default: [],
      checks: [check.eachMatching(ACCOUNT_ID, "hold account ids of 12 digits")],
    }),
    arns: t.strings({
      description: "ARNs of roles and users that may publish.",
      default: [],
      checks: [arns("principal")],
    }),
    services: t.map(
      t.object(serviceMembers, {
        description: "What an AWS service may publish for.",
        checks: [
          (service) => ({
            holds: or(not(hasNone(service.sourceArns)), isSet(service.sourceAccount)),
            must: "have source_arns, source_account or both, or everybody's resources could publish through the service",
          }),
          (service) => ({
            holds: or(isSet(service.sourceAccount), check.eachMatching(NAMES_ACCOUNT, "")(service.sourceArns).holds),
            must: "have source_account where an ARN of source_arns names no account, as those of buckets do, or a wildcard for it: anybody could make such a resource and publish for it",
          }),
        ],
      }),
      {
        description:
          "AWS services that may publish, by their principal, such as events.amazonaws.com. They need kms_key_arn.",
        checks: [eachKey(servicePrincipal)],
      },
    ),
  },
  { description: "Who may publish, beside those in the account whom IAM policies let.", default: {} },
);
