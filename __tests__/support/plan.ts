import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Terraform } from "../../scripts/terraform";
import { writeJson } from "./terraform";

const ACCOUNT_ID = "123456789012";

/**
 * The one call that a plan of ours makes: who am I. Everything else of the provider is switched off, so that a plan needs neither
 * account nor network.
 */
export class IdentityService {
  private readonly server: Server;

  constructor() {
    this.server = createServer((_, response) => {
      response.setHeader("content-type", "text/xml");
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
          `<Arn>arn:aws:iam::${ACCOUNT_ID}:user/test</Arn><UserId>test</UserId><Account>${ACCOUNT_ID}</Account>` +
          "</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
      );
    });
  }

  /** Begins to answer; returns a `provider` block that asks nobody else. */
  public async start(): Promise<object> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const { port } = this.server.address() as AddressInfo;
    return {
      aws: {
        region: "eu-central-1",
        access_key: "test",
        secret_key: "test",
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_requesting_account_id: true,
        endpoints: { sts: `http://127.0.0.1:${port}` },
      },
    };
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A change of a resource or an output, as Terraform tells it. */
export interface Change {
  readonly actions: readonly string[];
  readonly after: unknown;
  readonly after_unknown: unknown;
}

export interface Plan {
  readonly resource_changes: readonly { readonly address: string; readonly mode: string; readonly change: Change }[];
  readonly output_changes: Readonly<Record<string, Change>>;
}

/** The plan of a root, in a folder where the providers are. */
export async function planOf(terraform: Terraform, folder: string, root: object): Promise<Plan> {
  writeJson(folder, "main.tf.json", root);
  await terraform.must(folder, ["get", "-no-color"]);
  await terraform.must(folder, ["plan", "-no-color", "-out=plan"]);
  return JSON.parse(await terraform.must(folder, ["show", "-json", "plan"])) as Plan;
}
