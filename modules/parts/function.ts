import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { type Bool, tf } from "../../lib/expression";
import { and, awaiting, choose, isSet, json, merge, orElse } from "../../lib/logic";
import { blockWhen, type Maybe, when } from "../../lib/resources";
import type { Account } from "./account";
import type { Code } from "./code";
import type { PowertoolsEnvironment } from "./environment-checks";
import { type AppliedOptions, NO_OPTIONS } from "./function-options";
import { keyStatement, type Statement, trustJson } from "./iam";
import type { Common, FunctionInput } from "./inputs";
import { ServiceRole } from "./service-role";

export interface PatternFunctionProps {
  readonly common: Common;
  readonly account: Account;
  /** What the function is in its pattern; its name is `<name>-<role>`. */
  readonly role: string;
  readonly description: string;
  readonly code: Code;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** What the code may do, beyond its own logs and traces. */
  readonly statements: readonly Statement[];
  readonly reservedConcurrency?: number;
  /** JSON list of further statements from the consumer, undefined or null for none; left out where the code is ours. */
  readonly further?: { readonly policyStatements: string | undefined };
  readonly vpc?: FunctionInput["vpc"];
  /** Layers, storage, file system, signing and SnapStart of the consumer's code; default none. */
  readonly options?: AppliedOptions;
  /** Whether each change makes a version, for aliases; default false. */
  readonly published?: Bool;
  /** Whether the function exists; default true. */
  readonly exists?: Bool;
}

/**
 * A function with its own role and log group. The log group comes first and the role may not create one, so that retention always
 * holds and destroy leaves nothing behind.
 */
export class PatternFunction extends Construct {
  public readonly functionName: string;
  /** ARN, composed from the name; usable whether or not the function exists. */
  public readonly arn: string;
  public readonly role: Maybe<IamRole>;
  public readonly lambda: Maybe<LambdaFunction>;
  public readonly logGroup: Maybe<CloudwatchLogGroup>;

  constructor(scope: Construct, id: string, props: PatternFunctionProps) {
    super(scope, id);
    const { common, account, code, options = NO_OPTIONS, exists = true } = props;
    this.functionName = `${common.name}-${props.role}`;
    const powertools: PowertoolsEnvironment = {
      POWERTOOLS_SERVICE_NAME: this.functionName,
      POWERTOOLS_LOG_LEVEL: common.logs.level,
    };
    this.arn = account.arn("lambda", `function:${this.functionName}`);
    const logGroupName = `/aws/lambda/${this.functionName}`;
    const logGroupArn = account.arn("logs", `log-group:${logGroupName}`);

    this.logGroup = when(
      exists,
      (meta) =>
        new CloudwatchLogGroup(this, "@logs", {
          ...meta,
          name: logGroupName,
          retentionInDays: common.logs.retentionDays,
          kmsKeyId: common.logs.kmsKeyArn,
          tags: common.tags,
        }),
    );
    const role = new ServiceRole(this, "@role", {
      common,
      name: this.functionName,
      description: `Role of the function ${this.functionName}.`,
      trust: trustJson("lambda.amazonaws.com"),
      policyName: props.role,
      exists,
      statements: [
        {
          sid: "WriteLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logGroupArn}:*`],
        },
        // X-Ray knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
        {
          sid: "WriteTraces",
          actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
          resources: ["*"],
          when: common.tracing,
        },
        vpcStatement(props.vpc),
        ...options.statements(account),
        keyStatement(["kms:Decrypt", "kms:GenerateDataKey"], common.kmsKeyArn),
        ...props.statements,
      ],
    });
    this.role = role.role;
    const custom = when(
      and(exists, isSet(props.further)),
      (meta) =>
        new IamRolePolicy(this, "custom", {
          ...meta,
          name: "custom",
          role: role.name,
          policy: customPolicy(logGroupArn, props.further!),
        }),
    );
    this.lambda = when(exists, (meta) => {
      const lambda = new LambdaFunction(this, "@function", {
        ...meta,
        ...code,
        functionName: this.functionName,
        description: props.description,
        role: role.arn,
        memorySize: props.memoryMb,
        timeout: props.timeoutSeconds,
        reservedConcurrentExecutions: props.reservedConcurrency,
        publish: props.published,
        kmsKeyArn: common.kmsKeyArn,
        environment: {
          variables: merge(props.environment, { ...powertools }),
        },
        loggingConfig: { logFormat: "JSON", applicationLogLevel: common.logs.level, logGroup: logGroupName },
        tracingConfig: { mode: choose(common.tracing, "Active", "PassThrough") },
        tags: common.tags,
        dependsOn: [...this.logGroup.dependency, ...role.policy.dependency, ...custom.dependency],
      });
      blockWhen(lambda, "vpc_config", isSet(props.vpc), () => ({
        subnet_ids: props.vpc!.subnetIds,
        security_group_ids: props.vpc!.securityGroupIds,
      }));
      options.apply(lambda);
      return lambda;
    });
  }

  /** Name of its role; what uses it waits for the role. */
  public get roleName(): string {
    return this.role.its((role) => role.name);
  }

  /** ARN of the deployed function; what uses it waits for it. */
  public get deployedArn(): string {
    return this.lambda.its((lambda) => lambda.arn);
  }

  /** Name of the deployed function; what uses it waits for it. */
  public get deployedName(): string {
    return this.lambda.its((lambda) => lambda.functionName);
  }

  /** A statement that lets a caller invoke this function. */
  public invokeStatement(sid: string): Statement {
    return { sid, actions: ["lambda:InvokeFunction"], resources: [awaiting(this.arn, this.deployedArn)] };
  }
}

/**
 * The consumer's statements. The policy is there whether or not they are: how many resources there are would else hang on a text that
 * Terraform may know only at apply, and IAM takes no policy without a statement. So it holds one that keeps what the log group promises against
 * policies such as AWSLambdaBasicExecutionRole.
 */
function customPolicy(logGroupArn: string, { policyStatements }: { readonly policyStatements?: string }): string {
  const keepLogGroup = { Effect: "Deny", Action: ["logs:CreateLogGroup"], Resource: [logGroupArn, `${logGroupArn}:*`] };
  const statements = tf`jsondecode(${orElse(policyStatements, "[]")})`;
  return json({ Version: "2012-10-17", Statement: tf`concat(${[keepLogGroup]}, ${statements})` });
}

/** Network interfaces know no resources at creation: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
function vpcStatement(vpc: FunctionInput["vpc"] | undefined): Statement {
  return {
    sid: "UseNetwork",
    actions: [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ],
    resources: ["*"],
    when: isSet(vpc),
  };
}
