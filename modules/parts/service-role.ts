import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { type Maybe, when } from "../../lib/resources";
import { policyJson, type Statement } from "./iam";
import type { Common } from "./inputs";

export interface ServiceRoleProps {
  readonly common: Common;
  /** What the name begins with; the consumer's suffix follows. */
  readonly name: string;
  readonly description: string;
  /** Who may take the role, see `trustJson`. */
  readonly trust: string;
  readonly policyName: string;
  readonly statements: readonly Statement[];
  readonly exists: Bool;
}

/** A role of an AWS service, with one policy, within the consumer's permissions boundary. */
export class ServiceRole extends Construct {
  public readonly role: Maybe<IamRole>;
  public readonly policy: Maybe<IamRolePolicy>;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { common, exists } = props;
    this.role = when(
      exists,
      (meta) =>
        new IamRole(this, "@role", {
          ...meta,
          name: `${props.name}${common.roleNameSuffix}`,
          description: props.description,
          assumeRolePolicy: props.trust,
          permissionsBoundary: common.permissionsBoundaryArn,
          tags: common.tags,
        }),
    );
    this.policy = when(
      exists,
      (meta) =>
        new IamRolePolicy(this, "@policy", {
          ...meta,
          name: props.policyName,
          role: this.name,
          policy: policyJson(props.statements),
        }),
    );
  }

  /** For what exists with the role. */
  public get arn(): string {
    return this.role.its((role) => role.arn);
  }

  /** For what exists with the role. */
  public get name(): string {
    return this.role.its((role) => role.name);
  }
}
