import { AwsClient } from "aws4fetch";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import type { Terraform } from "../../../../scripts/terraform";
import type { Answer } from "../api-document";
import { invoke } from "../invoke";
import { type Clients, DeployedSuite, type RootOptions, type RootOutputs } from "../suite";
import { type Caller, type COLOURS, writeRoot } from "./root";

/** Outputs of the module, as far as the scenarios use them. */
interface WebOutputs {
  readonly api_endpoint: string;
  readonly function_arns: Readonly<Record<string, string>>;
  readonly function_names: Readonly<Record<string, string>>;
  readonly table_name: string;
}

interface SuiteOutputs {
  readonly shop: {
    readonly api_endpoint: string;
    readonly stock_function_arn: string;
    readonly product_table_name: string;
  };
  readonly minimal: WebOutputs;
  readonly full: WebOutputs;
  readonly each: Readonly<Record<(typeof COLOURS)[number], WebOutputs>>;
}

/** Modules that are deployed with their own policies. */
export const MODULES = ["web-service"];

/** Everything that the scenarios of web-service share. */
export class Suite extends DeployedSuite<Caller> {
  private taken: SuiteOutputs | undefined;

  /** Deploys the suite's root. */
  public static start(terraform: Terraform): Promise<Suite> {
    return DeployedSuite.started((target) => new Suite(terraform, target));
  }

  public get of(): SuiteOutputs {
    return this.taken!;
  }

  /** A request to the products API. */
  public products(path: string, request: ApiRequest = {}, clients?: Clients): Promise<Answer> {
    return this.api(this.of.shop.api_endpoint, clients).ask(path, request);
  }

  /** A request to the API with every input set. */
  public full(path: string, request: ApiRequest = {}, clients?: Clients): Promise<Answer> {
    return this.api(this.of.full.api_endpoint, clients).ask(path, request);
  }

  /**
   * Invokes a function and resolves to its answer.
   *
   * @throws when it may not be called, or fails.
   */
  public invoke<Result>(name: string, payload: unknown, clients: Clients = this.root): Promise<Result> {
    return invoke(clients, name, payload);
  }

  /** The lines of a log group, as JSON; those that are no JSON are left out. */
  public async logLines(logGroupName: string): Promise<Readonly<Record<string, unknown>>[]> {
    const { endpoint, region } = this.target;
    const client = new AwsClient({ ...this.root.keys, region, service: "logs" });
    const headers = { "x-amz-target": "Logs_20140328.FilterLogEvents", "content-type": "application/x-amz-json-1.1" };
    const response = await client.fetch(endpoint ?? `https://logs.${region}.amazonaws.com`, {
      method: "POST",
      body: JSON.stringify({ logGroupName }),
      headers,
    });
    const { events = [] } = (await response.json()) as { readonly events?: readonly { readonly message: string }[] };
    return events.flatMap(({ message }) => (message.startsWith("{") ? [JSON.parse(message)] : []));
  }

  protected override get modules(): readonly string[] {
    return MODULES;
  }

  protected override writeRoot(options: RootOptions): Promise<void> {
    return writeRoot(options);
  }

  protected override take(outputs: RootOutputs): void {
    this.taken = outputs as unknown as SuiteOutputs;
  }
}
