import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SnsTopic, SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { tf } from "../../lib/expression";
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

  constructor(
    scope: Construct,
    id: string,
    private readonly input: PubSubInput,
    account: Account,
    topicName: string,
  ) {
    super(scope, id);
    const exists = isSet(input.deliveryStatusLogging);
    const groupName = `sns/${account.region}/${account.accountId}/${topicName}`;
    // Not `${groupName}*`: that would be the logs of each topic whose name begins like this one's, too.
    const groupArns = [groupName, `${groupName}/Failure`].map((name) => account.arn("logs", `log-group:${name}`));
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

  /**
   * Makes the groups. Their names are taken from the topic that is there: composed, they would be unknown while Terraform puts off reading who and where it
   * is (`depends_on` and a pending change), and groups with unknown names are replaced, with all that was logged.
   */
  public makeLogGroups(topic: SnsTopic): void {
    const { deliveryStatusLogging, logs, tags } = this.input;
    const logGroup = (id: string, end: readonly string[]) =>
      when(
        isSet(deliveryStatusLogging),
        (meta) =>
          new CloudwatchLogGroup(this, id, {
            ...meta,
            name: Token.asString(tf`join("/", concat(["sns"], slice(split(":", ${topic.arn}), 3, 6), ${end}))`),
            retentionInDays: logs.retentionDays,
            kmsKeyId: logs.kmsKeyArn,
            tags,
          }),
      );
    logGroup("success", []);
    logGroup("failure", ["Failure"]);
  }
}
