import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { choose, isSet } from "../../lib/logic";
import { when } from "../../lib/resources";
import type { Account } from "../parts/account";
import { trustJson } from "../parts/iam";
import { ServiceRole } from "../parts/service-role";
import type { PubSubInput } from "./inputs";

/** The arguments of a topic that say what is logged of its deliveries. */
type Feedback = Pick<
  SnsTopicConfig,
  | "sqsFailureFeedbackRoleArn"
  | "sqsSuccessFeedbackRoleArn"
  | "sqsSuccessFeedbackSampleRate"
  | "lambdaFailureFeedbackRoleArn"
  | "lambdaSuccessFeedbackRoleArn"
  | "lambdaSuccessFeedbackSampleRate"
>;

/** Logs of deliveries, in the groups whose names SNS prescribes; made here, so that retention holds and destroy leaves nothing. */
export class DeliveryStatus extends Construct {
  public readonly arguments: Feedback;

  constructor(scope: Construct, id: string, input: PubSubInput, account: Account, topicName: string) {
    super(scope, id);
    const exists = isSet(input.deliveryStatusLogging);
    const groupName = `sns/${account.region}/${account.accountId}/${topicName}`;
    const logGroup = (id: string, name: string) =>
      when(
        exists,
        (meta) =>
          new CloudwatchLogGroup(this, id, {
            ...meta,
            name,
            retentionInDays: input.logs.retentionDays,
            kmsKeyId: input.logs.kmsKeyArn,
            tags: input.tags,
          }),
      );
    const groupNames = { success: groupName, failure: `${groupName}/Failure` };
    logGroup("success", groupNames.success);
    logGroup("failure", groupNames.failure);
    // Not `${groupName}*`: that would be the logs of each topic whose name begins like this one's, too.
    const groupArns = Object.values(groupNames).map((name) => account.arn("logs", `log-group:${name}`));
    const role = new ServiceRole(this, "@role", {
      common: input,
      name: `${input.name}-delivery-status`,
      description: `Logs the deliveries of the topic ${input.name}.`,
      // No condition: AWS documents none that SNS would meet here, and with a wrong one logs would be lost without a word. Only who may pass the role
      // (iam:PassRole, in this account) can give it to a topic: https://docs.aws.amazon.com/sns/latest/dg/topics-attrib-iam.html
      trust: trustJson("sns.amazonaws.com"),
      policyName: "delivery-status",
      exists,
      statements: [
        {
          sid: "WriteLogs",
          // SNS asks for the group before it writes, although it is there: docs of delivery status logging.
          actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          resources: groupArns.flatMap((arn) => [arn, `${arn}:*`]),
        },
      ],
    });
    const roleArn = choose<string | undefined>(exists, role.arn, undefined);
    const percent = choose<number | undefined>(exists, input.deliveryStatusLogging.successSamplePercent, undefined);
    this.arguments = {
      sqsFailureFeedbackRoleArn: roleArn,
      sqsSuccessFeedbackRoleArn: roleArn,
      sqsSuccessFeedbackSampleRate: percent,
      lambdaFailureFeedbackRoleArn: roleArn,
      lambdaSuccessFeedbackRoleArn: roleArn,
      lambdaSuccessFeedbackSampleRate: percent,
    };
  }
}
