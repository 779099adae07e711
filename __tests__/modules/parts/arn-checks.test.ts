import { arn } from "../../../modules/parts/arn-checks";
import { describeTexts } from "../../support/verdicts";

const IN = "eu-central-1:123456789012";

describeTexts({
  "a key": {
    checks: [arn("key")],
    good: [
      `arn:aws:kms:${IN}:key/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00`,
      "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
      "arn:aws-cn:kms:cn-north-1:123456789012:key/1",
    ],
    bad: [
      `arn:aws:kms:${IN}:alias/jobs`,
      `arn:aws:kms:${IN}:key/*`,
      "arn:aws:kms::123456789012:key/1",
      "arn:aws:kms:eu-central-1:12345:key/1",
      "arn:azure:kms:eu-central-1:123456789012:key/1",
      "0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00",
    ],
  },
  "a managed policy": {
    checks: [arn("managedPolicy")],
    good: [
      "arn:aws:iam::aws:policy/PowerUserAccess",
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
      "arn:aws:iam::123456789012:policy/team/boundary",
    ],
    bad: [
      "arn:aws:iam::123456789012:role/admin",
      "arn:aws:iam:eu-central-1:123456789012:policy/boundary",
      "arn:aws:iam::amazon:policy/boundary",
      "arn:aws:iam::123456789012:policy/",
      "boundary",
    ],
  },
  "a topic": {
    checks: [arn("topic")],
    good: [`arn:aws:sns:${IN}:orders`, `arn:aws:sns:${IN}:orders.fifo`],
    bad: [`arn:aws:sqs:${IN}:orders`, `arn:aws:sns:${IN}:orders:subscription`, "arn:aws:sns:eu-central-1::orders"],
  },
  "a certificate": {
    checks: [arn("certificate")],
    good: [`arn:aws:acm:${IN}:certificate/1`],
    bad: [`arn:aws:acm-pca:${IN}:certificate/1`, "arn:aws:iam::123456789012:server-certificate/api"],
  },
  "what an alarm notifies": {
    checks: [arn("alarmAction")],
    good: [
      `arn:aws:sns:${IN}:ops`,
      `arn:aws:lambda:${IN}:function:ops:live`,
      `arn:aws:ssm:${IN}:opsitem:3#CATEGORY=Availability`,
      "arn:aws:ssm-incidents::123456789012:responseplan/ops",
      `arn:aws:autoscaling:${IN}:scalingPolicy:1:autoScalingGroupName/a:policyName/b`,
    ],
    bad: [`arn:aws:sqs:${IN}:ops`, "arn:aws:automate:eu-central-1:ec2:stop", "arn:aws:sns:", "ops"],
  },
  "a publisher": {
    checks: [arn("principal")],
    good: [
      "arn:aws:iam::123456789012:role/team/orders",
      "arn:aws:iam::123456789012:user/ann@example.com",
      "arn:aws:iam::123456789012:root",
      "arn:aws:sts::123456789012:assumed-role/orders/session",
    ],
    bad: [
      "arn:aws:iam::123456789012:role/orders-*",
      "arn:aws:iam::123456789012:role/order?",
      "arn:aws:iam::123456789012:group/orders",
      "arn:aws:iam::123456789012:policy/orders",
      "arn:aws:iam::*:role/orders",
      "*",
    ],
  },
  "what a service publishes for": {
    checks: [arn("source")],
    good: ["arn:aws:s3:::uploads", "arn:aws:events:*:123456789012:rule/*", "arn:aws:cloudwatch:eu-central-1:*:alarm:a"],
    bad: ["*", "arn:*:s3:::uploads", "arn:aws:*:*:*:*", "arn:aws:s3:uploads", "uploads"],
  },
});
