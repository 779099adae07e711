import type { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { Construct } from "constructs";
import type { TableEnvironment } from "../../functions/web-service/contract";
import type { Entry } from "../../lib/each";
import { and, awaiting, choose, isSet, merge } from "../../lib/logic";
import { type Maybe, when } from "../../lib/resources";
import { userFunction } from "../parts/code";
import { PatternFunction } from "../parts/function";
import type { HttpApi } from "../parts/http-api";
import { httpIntegration } from "../parts/http-route";
import type { Statement } from "../parts/iam";
import { LIVE_ALIAS, liveAlias } from "../parts/live-alias";
import { usesTable, type WebFunctionInput } from "./function-inputs";
import type { WebPattern } from "./pattern";
import { tableStatements } from "./table-access";
import { WarmUp } from "./warm-up";

/** A function of the service, called by its alias `live`. */
export class WebFunction extends Construct {
  public readonly function: PatternFunction;
  public readonly alias: Maybe<LambdaAlias>;
  /** ARN of the alias, composed from names. */
  public readonly liveArn: string;
  public readonly integration: Maybe<Apigatewayv2Integration>;

  constructor(entry: Entry<WebFunctionInput>, pattern: WebPattern, api: HttpApi) {
    super(entry.scope, "@function");
    const { key, value: fn, exists } = entry;
    const { input, account, table } = pattern;
    const environment: TableEnvironment = { TABLE_NAME: table.tableName };
    this.function = new PatternFunction(this, "@function", {
      common: input,
      account,
      role: key,
      description: `Function ${key} of ${input.name}.`,
      ...userFunction(this, input, fn),
      environment: merge(fn.environment, choose<Record<string, string>>(usesTable(fn), { ...environment }, {})),
      statements: tableStatements(table, fn),
      published: true,
      exists,
    });
    this.liveArn = `${this.function.arn}:${LIVE_ALIAS}`;
    this.alias = liveAlias(this, this.function, exists);
    when(
      and(exists, isSet(fn.provisionedConcurrency)),
      (meta) =>
        new LambdaProvisionedConcurrencyConfig(this, "@provisioned", {
          ...meta,
          functionName: this.alias.its((alias) => alias.functionName),
          qualifier: this.alias.its((alias) => alias.name),
          provisionedConcurrentExecutions: fn.provisionedConcurrency as number,
        }),
    );
    new WarmUp(this, "warm_up", {
      common: input,
      account,
      exists: and(exists, isSet(fn.warmUp)),
      schedule: fn.warmUp.schedule,
      functionName: this.function.functionName,
      aliasArn: this.alias.its((alias) => alias.arn),
    });
    this.integration = httpIntegration(this, "@integration", {
      api,
      exists: and(exists, isSet(input.publicApi)),
      invokeArn: this.alias.its((alias) => alias.invokeArn),
    });
  }

  /** The ARN of the alias for policies of others: known at plan, and what uses it waits for the alias. */
  public get awaitedArn(): string {
    return awaiting(
      this.liveArn,
      this.alias.its((alias) => alias.arn),
    );
  }

  /** Lets a caller invoke what is live. */
  public invokeStatement(sid: string): Statement {
    return { sid, actions: ["lambda:InvokeFunction"], resources: [this.awaitedArn] };
  }
}
