import {
  TerraformBackend,
  TerraformDataSource,
  TerraformElement,
  TerraformModule,
  TerraformOutput,
  TerraformProvider,
  type TerraformRemoteState,
  TerraformStack,
} from "cdktf";
import type { Construct, IConstruct, Node } from "constructs";
import { assertClean } from "./clean";
import { resolvedIn } from "./expression";
import { addressPart, snakeCase } from "./names";
import { type Outputs, withNulls } from "./outputs";

/** The floor of the AWS provider, without a ceiling: consumers choose (5.100 is the last of version 5). */
export const AWS_PROVIDER = { source: "hashicorp/aws", version: ">= 5.100.0" } as const;
/** `optional()` with defaults came with 1.3; 1.5 is the floor that provider 6 and OpenTofu share. */
export const TERRAFORM_VERSION = ">= 1.5.0";

/** A provider that a module needs: where it comes from, and the least version. */
export interface ProviderFloor {
  readonly source: string;
  readonly version: string;
}

/** Renders `required_providers` alone: cdktf wants a provider for every resource, a module must not configure one. */
class ProviderRequirement extends TerraformProvider {
  constructor(
    scope: Construct,
    private readonly providerName: string,
    private readonly floor: ProviderFloor,
  ) {
    super(scope, `required@${providerName}`, {
      terraformResourceType: providerName,
      terraformProviderSource: floor.source,
      terraformGeneratorMetadata: { providerName, providerVersionConstraint: floor.version },
    });
  }

  public override toTerraform(): object {
    return { terraform: { required_providers: { [this.providerName]: this.floor } } };
  }
}

/** A module has no backend; without this, cdktf adds a local one with an absolute path. */
class NoBackend extends TerraformBackend {
  constructor(scope: Construct) {
    super(scope, "backend@none", "none");
  }

  public override toTerraform(): object {
    return {};
  }

  public override toMetadata(): object {
    return {};
  }

  public getRemoteStateDataSource(scope: Construct): TerraformRemoteState {
    throw new Error(
      `${scope.node.path}: a module cannot be the source of a cross-stack reference; pass its outputs as inputs`,
    );
  }
}

/** What an element's address begins with: `aws_sqs_queue`, `data.aws_region`, `module`; undefined for what has no address. */
function typeOf(element: TerraformElement | Node): string | undefined {
  if (element instanceof TerraformModule) return "module";
  const type = (element as { terraformResourceType?: string }).terraformResourceType;
  return type && element instanceof TerraformDataSource ? `data.${type}` : type;
}

type Json = Record<string, unknown>;
type Groups = Record<string, Record<string, Json>>;

/**
 * A stack that is a Terraform module: no provider block, no backend, provider floors, and addresses without hashes. Construct ids become
 * addresses: `deadLetter/policy` is `dead_letter_policy`; `Default` and what follows an `@` leave no trace, so that
 * ids can be unique across types where Terraform's are within one (`worker/@role` is `aws_iam_role.worker`).
 */
export class ModuleStack extends TerraformStack {
  private readonly claims = new Map<string, string>();

  /** @param providers what the module needs, by provider name; default the AWS provider alone */
  constructor(
    scope: Construct,
    id: string,
    providers: Readonly<Record<string, ProviderFloor>> = { aws: AWS_PROVIDER },
  ) {
    super(scope, id);
    new NoBackend(this);
    for (const [name, floor] of Object.entries(providers)) new ProviderRequirement(this, name, floor);
  }

  /** Declares the module's outputs: snake_case names, each with its description. */
  public outputs(values: Outputs): void {
    for (const [name, { value, description }] of Object.entries(values)) {
      const element = new TerraformOutput(this, `output@${name}`, { value: withNulls(value), description });
      element.overrideLogicalId(snakeCase(name));
      this.claim(`output.${snakeCase(name)}`, element.node.path);
    }
  }

  /** A module takes part in no cross-stack references, which is all that cdktf prepares here (a third of the synth). */
  public override prepareStack(): void {}

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Node);
    const scopes: IConstruct[] = node.scopes.slice(node.scopes.indexOf(this) + 1);
    const words = scopes.map((scope) => scope.node.id.replace(/@.*$/, "")).filter((word) => word !== "Default");
    const id = words.map(addressPart).filter(Boolean).join("_");
    const type = typeOf(element);
    if (type) {
      if (id === "") throw new Error(`${node.path}: this id leaves no address; put a word before the @`);
      this.claim(`${type}.${id}`, node.path);
    }
    return id;
  }

  /** cdktf would merge two elements of one address into one without a word. */
  private claim(address: string, path: string): void {
    const holder = this.claims.get(address);
    if (holder !== undefined && holder !== path) {
      throw new Error(`${path} and ${holder} both claim the address ${address}; rename one of them`);
    }
    this.claims.set(address, path);
  }

  public override toTerraform(): Json {
    const document = this.rendered() as Json & Record<string, Groups>;
    for (const kind of ["resource", "data"]) {
      for (const group of Object.values(document[kind] ?? {})) {
        for (const block of Object.values(group)) delete block["//"];
      }
    }
    assertClean(document, (address) => this.claims.get(address));
    document["terraform"] = { required_version: TERRAFORM_VERSION, ...document["terraform"] } as unknown as Groups;
    return document;
  }

  /**
   * The elements, each resolved once. cdktf's own way resolves all of it a second time and writes remarks beside, which is half of the work, and
   * its errors do not say which element they are about.
   */
  private rendered(): Json {
    // What cdktf's synthesizer asks for.
    const metadata = { version: this.node.tryGetContext("cdktfVersion"), stackName: this.node.id, backend: "none" };
    const document: Json = { "//": { metadata, outputs: {} } };
    for (const element of this.node.findAll()) {
      if (!TerraformElement.isTerraformElement(element)) continue;
      try {
        mergeInto(document, resolvedIn(this, element.toTerraform()) as Json);
      } catch (error) {
        const { path } = element.node;
        const { message } = error as Error;
        throw message.includes(path) ? error : new Error(`${path}: ${message}`, { cause: error });
      }
    }
    return document;
  }
}

/** Objects are merged at every depth, and lists (of `moved`) joined. */
function mergeInto(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (Array.isArray(there) && Array.isArray(value)) there.push(...value);
    else if (isObject(there) && isObject(value)) mergeInto(there, value);
    else target[key] = value;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
