import { OWN_ENVIRONMENT_BYTES } from "../../modules/parts/environment-checks";
import { OWN_POLICY_CHARACTERS } from "../../modules/parts/statement-checks";

const IN = "eu-central-1:123456789012";

/** Inputs by which the module's own part of a function's environment and policy is as long as it gets. */
export const longest = {
  name: "n".repeat(40),
  kmsKeyArn: `arn:aws:kms:${IN}:key/mrk-1234abcd12ab34cd56ef1234567890ab`,
  fn: {
    vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
    fileSystem: {
      accessPointArn: `arn:aws:elasticfilesystem:${IN}:access-point/fsap-0123456789abcdef0`,
      localMountPath: "/mnt/models",
    },
  },
};

/** What the plan of such inputs holds: the consumer has what is left. */
export const ownPartFits = (fn: string): string[] => [
  `length(jsonencode(aws_lambda_function.${fn}.environment[0].variables)) <= ${OWN_ENVIRONMENT_BYTES}`,
  `length(aws_iam_role_policy.${fn}.policy) <= ${OWN_POLICY_CHARACTERS}`,
];
