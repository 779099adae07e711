import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { and, choose } from "../../lib/logic";
import { type Maybe, when } from "../../lib/resources";
import type { PatternFunction } from "./function";

/** The alias by which callers run a published function. */
export const LIVE_ALIAS = "live";

/** An alias of the newest version; callers see each change at once and as a whole. */
export function liveAlias(scope: Construct, published: PatternFunction, exists: Bool): Maybe<LambdaAlias> {
  return when(
    exists,
    (meta) =>
      new LambdaAlias(scope, "live@alias", {
        ...meta,
        name: LIVE_ALIAS,
        description: `What callers of ${published.functionName} run.`,
        functionName: published.lambda.its((lambda) => lambda.functionName),
        functionVersion: published.lambda.its((lambda) => lambda.version),
      }),
  );
}

/** ARN of what a queue feeds: the function, or with SnapStart, which works on published versions only, its alias. */
export function consumerArn(scope: Construct, consumer: PatternFunction, exists: Bool, snapStart: Bool): string {
  const alias = liveAlias(scope, consumer, and(exists, snapStart));
  return choose(
    snapStart,
    alias.its((made) => made.arn),
    consumer.deployedArn,
  );
}
