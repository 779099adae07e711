import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformLocal, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { tf } from "../../lib/expression";
import { finding } from "../../lib/findings";
import { type Carrier, preconditionsFrom, preconditionsOf } from "../../lib/inputs";
import { refuseNameClashes } from "../../lib/name-clashes";
import type { PlaceRules } from "./place-checks";

/**
 * Where a pattern runs: partition, region and account. ARNs are composed from names with it, so that policies can stand inline and
 * need not wait for the resource they speak of (each wait of the provider for a queue is 25 s).
 */
export class Account extends Construct implements Carrier {
  public readonly partition: string;
  public readonly region: string;
  /** `amazonaws.com`, but for partitions such as China. */
  public readonly dnsSuffix: string;
  public readonly accountId: string;
  private readonly checked: DataAwsPartition;

  /**
   * Every pattern begins here: it carries what Terraform has to check before it makes anything.
   * @param placeRules what has to hold of inputs where the provider works
   */
  constructor(scope: Construct, placeRules: PlaceRules) {
    super(scope, "@account");
    refuseNameClashes(this);
    const current = new DataAwsPartition(this, "current@partition");
    // `id`: the attribute that provider 5 and 6 share.
    this.region = new DataAwsRegion(this, "current@region").id;
    this.accountId = new DataAwsCallerIdentity(this, "current@caller").accountId;
    const { region, accountId } = this;
    const placed = placeRules({ partition: current.partition, region, accountId }).map(finding);
    // Apart, for Terraform puts off the reading of a data source whose preconditions refer to something with a pending change. Were they
    // on the one above, a new tag on a table that an input names would make every ARN unknown, and plan all as changed.
    this.checked = new DataAwsPartition(this, "inputs@checked", {
      lifecycle: preconditionsOf(preconditionsFrom(placed)),
    });
    // Whoever reads an ARN still waits for the checks, so that a mistake is told once; and the first of a tuple is known when the second is not.
    this.partition = new TerraformLocal(
      this,
      "partition",
      tf`[${current.partition}, ${this.checked.partition}][0]`,
    ).asString;
    this.dnsSuffix = current.dnsSuffix;
  }

  public get lifecycle(): TerraformResourceLifecycle | undefined {
    return this.checked.lifecycle;
  }

  public set lifecycle(lifecycle: TerraformResourceLifecycle | undefined) {
    this.checked.lifecycle = lifecycle;
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
