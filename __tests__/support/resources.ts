import { TerraformResource, type TerraformResourceConfig, Token } from "cdktf";
import type { Construct } from "constructs";

/** What a thing is given. */
export interface ThingConfig extends Pick<TerraformResourceConfig, "count" | "forEach" | "dependsOn" | "lifecycle"> {
  readonly input?: unknown;
}

/** A resource that real Terraform makes without a provider to install: `terraform_data`. */
export class Thing extends TerraformResource {
  private readonly input: unknown;

  constructor(scope: Construct, id: string, { input, ...meta }: ThingConfig = {}) {
    super(scope, id, { terraformResourceType: "terraform_data", ...meta });
    this.input = input;
  }

  /** What it was given, as Terraform knows it once it is made. */
  public get output(): string {
    return Token.asString(this.interpolationForAttribute("output"));
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input };
  }
}
