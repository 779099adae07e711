import { Construct } from "constructs";
import { type Each, forEach } from "../../lib/each";
import { and, isSet } from "../../lib/logic";
import { type OutputValues, outputValues } from "../../lib/outputs";
import { Account } from "../parts/account";
import { HttpApi } from "../parts/http-api";
import { ApiDomain } from "../parts/http-api-domain";
import type { HttpRoute } from "../parts/http-route";
import { StoreGuard } from "../parts/store-guard";
import { PatternTable } from "../parts/table";
import { apiAlarms, functionAlarms } from "./alarms";
import { webAuthorizers } from "./authorizers";
import { WebFunction } from "./function";
import { webServiceInputs } from "./inputs";
import { webOutputs } from "./outputs";
import type { WebPattern } from "./pattern";
import { servicePlaces } from "./places";
import type { WebServiceProps } from "./props";
import { webRoutes } from "./routes";
import { storesOfService } from "./stores";

/**
 * A web service: functions behind the routes of an HTTP API, or, as an internal service, behind an alias that other services invoke; with a
 * table of its own where it needs one.
 */
export class WebService extends Construct {
  public readonly table: PatternTable;
  public readonly api: HttpApi;
  public readonly functions: Each<WebFunction>;
  public readonly routes: Each<HttpRoute>;
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs: ReturnType<typeof webOutputs>;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { input, carrier: account } = webServiceInputs.read(
      this,
      props,
      (read) => new Account(this, servicePlaces(read)),
    );
    const { publicApi } = input;

    this.table = new PatternTable(this, "table", {
      common: input,
      account,
      tableName: input.name,
      exists: isSet(input.table),
      ...input.table,
    });
    const pattern: WebPattern = { input, account, table: this.table };
    this.api = new HttpApi(this, "api", {
      common: input,
      account,
      input: publicApi,
      cors: publicApi.cors,
      exists: isSet(publicApi),
      description: `Public API of ${input.name}.`,
    });
    const alarms = apiAlarms(this, input, this.api);

    this.functions = forEach(this, "function", input.functions, (entry) => {
      const made = new WebFunction(entry, pattern, this.api);
      const { functionName } = made.function;
      functionAlarms(alarms, { scope: entry.scope, exists: entry.exists, functionName });
      return made;
    });
    const authorizers = webAuthorizers(this, "authorizer", pattern, this.api, this.functions);
    this.routes = webRoutes(this, "route", input, this.api, this.functions, authorizers);
    const domain = new ApiDomain(this, "domain", {
      common: input,
      api: this.api,
      domain: publicApi.domain,
      exists: and(isSet(publicApi), () => isSet(publicApi.domain)),
    });
    new StoreGuard(this, "guard", storesOfService(input));

    this.describedOutputs = webOutputs({
      ...pattern,
      api: this.api,
      domain,
      functions: this.functions,
      routes: this.routes,
      alarms,
    });
  }

  /** Names, ARNs, URLs and ready policies for callers. */
  public get outputs(): OutputValues<ReturnType<typeof webOutputs>> {
    return outputValues(this.describedOutputs);
  }
}
