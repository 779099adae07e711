import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Construct } from "constructs";
import { type Precondition, preconditionsOf } from "../../lib/inputs";

/**
 * Where a pattern runs: partition, region and account. ARNs are composed from names with it, so that policies can stand inline and
 * need not wait for the resource they speak of (each wait of the provider for a queue is 25 s).
 */
export class Account extends Construct {
  public readonly partition: string;
  public readonly region: string;
  /** `amazonaws.com`, but for partitions such as China. */
  public readonly dnsSuffix: string;
  public readonly accountId: string;

  /** @param preconditions what Terraform has to check before it makes anything; every pattern begins here */
  constructor(scope: Construct, preconditions: readonly Precondition[] = []) {
    super(scope, "@account");
    const partition = new DataAwsPartition(this, "current@partition", { lifecycle: preconditionsOf(preconditions) });
    this.partition = partition.partition;
    this.dnsSuffix = partition.dnsSuffix;
    // `id`: the attribute that provider 5 and 6 share.
    this.region = new DataAwsRegion(this, "current@region").id;
    this.accountId = new DataAwsCallerIdentity(this, "current@caller").accountId;
  }

  /** What API Gateway calls a function by its ARN with. */
  public invocationUri(functionArn: string): string {
    return `arn:${this.partition}:apigateway:${this.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  }

  /** `arn:aws:sqs:us-east-1:123456789012:jobs` */
  public arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }
}
