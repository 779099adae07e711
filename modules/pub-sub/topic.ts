import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { preconditionsOf } from "../../lib/inputs";
import { choose, isSet, json, orElse } from "../../lib/logic";
import type { Account } from "../parts/account";
import { DeliveryStatus } from "./delivery-status";
import type { PubSubInput } from "./inputs";
import { strangersByArnHaveKey } from "./publisher-checks";
import { topicPolicy } from "./topic-policy";

/** A topic that is encrypted, answers TLS only and takes events only from those named. */
export class EventTopic extends Construct {
  public readonly topic: SnsTopic;
  public readonly name: string;
  /** Composed from the name, for policies that need not wait for the topic. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, input: PubSubInput, account: Account) {
    super(scope, id);
    const { fifo, topic } = input;
    this.name = choose(fifo, `${input.name}.fifo`, input.name);
    this.arn = account.arn("sns", this.name);
    const deliveryStatus = new DeliveryStatus(this, "delivery_status", input, account, this.name);
    const hasArchive = isSet(topic.archiveRetentionDays);
    this.topic = new SnsTopic(this, "topic", {
      name: this.name,
      fifoTopic: choose<Bool | undefined>(fifo, true, undefined),
      contentBasedDeduplication: choose<Bool | undefined>(fifo, topic.contentBasedDeduplication, undefined),
      fifoThroughputScope: topic.fifoThroughputScope,
      archivePolicy: choose<string | undefined>(
        hasArchive,
        json({ MessageRetentionPeriod: topic.archiveRetentionDays }),
        undefined,
      ),
      kmsMasterKeyId: orElse(input.kmsKeyArn, "alias/aws/sns"),
      // SHA-256; version 1 is SHA-1.
      signatureVersion: 2,
      policy: topicPolicy(input, account, this.arn),
      deliveryPolicy: topic.deliveryPolicy,
      ...deliveryStatus.arguments,
      tags: input.tags,
      lifecycle: preconditionsOf(strangersByArnHaveKey(input, account)),
    });
    deliveryStatus.makeLogGroups(this.topic);
  }
}
