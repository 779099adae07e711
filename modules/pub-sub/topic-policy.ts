import { PUBLISH_ACTIONS } from "../../functions/pub-sub/contract";
import { tf } from "../../lib/expression";
import { concat, hasNone } from "../../lib/lists";
import { choose, isSet, not } from "../../lib/logic";
import type { Account } from "../parts/account";
import { policyJsonForEach } from "../parts/iam";
import type { PubSubInput } from "./inputs";
import type { PublishingService } from "./publisher-inputs";

/** What a topic's policy may speak of, but for its data protection: docs of SNS, API permissions. SNS takes no `sns:*` here. */
const TOPIC_ACTIONS = [
  "sns:AddPermission",
  "sns:DeleteTopic",
  "sns:GetTopicAttributes",
  "sns:ListSubscriptionsByTopic",
  "sns:Publish",
  "sns:RemovePermission",
  "sns:SetTopicAttributes",
  "sns:Subscribe",
];

/**
 * TLS only; the account by its IAM policies, which an own policy would shut out otherwise; and the publishers, each with exactly the
 * right to publish. SNS's default lets in everybody in the account, services included.
 */
export function topicPolicy({ publishers }: PubSubInput, account: Account, topicArn: string): string {
  const resources = [topicArn];
  const named = concat(publishers.accountIds, publishers.arns);
  return policyJsonForEach(
    [
      {
        sid: "DenyInsecureTransport",
        effect: "Deny",
        principal: "*",
        actions: TOPIC_ACTIONS,
        resources,
        condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        sid: "AllowAccount",
        principal: { AWS: `arn:${account.partition}:iam::${account.accountId}:root` },
        actions: TOPIC_ACTIONS,
        resources,
      },
      {
        sid: "AllowPublishers",
        principal: { AWS: named },
        actions: PUBLISH_ACTIONS,
        resources,
        when: not(hasNone(named)),
      },
    ],
    publishers.services,
    (service, principal) => ({
      sid: `Allow${tf`replace(title(replace(${principal}, "/[.-]/", " ")), " ", "")`}`,
      principal: { Service: principal },
      actions: PUBLISH_ACTIONS,
      resources,
      condition: conditionOf(service),
    }),
  );
}

/** A condition for what is given: IAM knows no null. */
function conditionOf({ sourceArns, sourceAccount }: PublishingService): object {
  const tests = {
    ArnLike: choose<object | undefined>(hasNone(sourceArns), undefined, { "aws:SourceArn": sourceArns }),
    StringEquals: choose<object | undefined>(isSet(sourceAccount), { "aws:SourceAccount": sourceAccount }, undefined),
  };
  return tf`{ for test, keys in ${tests} : test => keys if keys != null }`;
}
