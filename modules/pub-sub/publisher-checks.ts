import { isEmpty } from "../../lib/entries";
import { type Bool, tf } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { type Precondition, showing } from "../../lib/inputs";
import { hasNone } from "../../lib/lists";
import { and, isSet, or } from "../../lib/logic";
import type { ValueOf } from "../../lib/types";
import type { Account } from "../parts/account";
import type { publishersInput } from "./publisher-inputs";

interface Publishing {
  readonly name: string;
  readonly publishers: ValueOf<typeof publishersInput>;
  readonly kmsKeyArn?: string;
}

/** The key that AWS manages for SNS admits the topic's own account alone: docs of SNS on encryption at rest. */
const NEEDS_KEY =
  "be given for publishers that are AWS services or other accounts, which cannot use the key alias/aws/sns: pass a key whose policy admits them to kms:GenerateDataKey and kms:Decrypt";

export const strangersHaveKey = ({ publishers, kmsKeyArn }: Publishing): CrossCheck => ({
  about: "kms_key_arn",
  holds: or(isSet(kmsKeyArn), and(isEmpty(publishers.services), hasNone(publishers.accountIds))),
  must: NEEDS_KEY,
});

/** The same for roles and users, of which only Terraform knows whether their account is the topic's. */
export function strangersByArnHaveKey({ name, publishers, kmsKeyArn }: Publishing, account: Account): Precondition[] {
  const areOurs = tf`alltrue([for arn in ${publishers.arns} : split(":", arn)[4] == ${account.accountId}])`;
  const condition: Bool = or(isSet(kmsKeyArn), or(hasNone(publishers.arns), areOurs));
  return condition === true
    ? []
    : [{ condition: showing(name, condition), errorMessage: `kms_key_arn must ${NEEDS_KEY}.` }];
}
