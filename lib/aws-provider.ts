import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { AWS_PROVIDER } from "./module-stack";

/** The AWS provider at the floor of this project's modules: the bindings pin the one version they were generated from. */
export class FloorAwsProvider extends AwsProvider {
  constructor(scope: Construct, id: string, config: AwsProviderConfig = {}) {
    super(scope, id, config);
  }

  public override toTerraform(): ReturnType<AwsProvider["toTerraform"]> {
    const document = super.toTerraform();
    return { ...document, terraform: { required_providers: { aws: AWS_PROVIDER } } };
  }
}
