import { bytesOf } from "../../lib/checks";
import { listOf } from "../../lib/entries";
import { type CrossCheck, eachEntry } from "../../lib/findings";
import { distinct, enumeration } from "../../lib/lists";
import { atLeast, choose, equals } from "../../lib/logic";
import type { Place } from "../parts/place-checks";
import { routeResource } from "../parts/route-checks";
import type { WebServiceInput } from "./inputs";

/** Of the policy of a function's alias: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 20_480;
/** What Lambda writes around the statements. */
const ENVELOPE = '{"Version":"2012-10-17","Id":"default","Statement":[]}';
/** As long as ids of APIs, and as the SHA-1 in the name of a permission. */
const API_ID = "x".repeat(10);
const SHA1 = "x".repeat(40);

/** Each route of a function is a statement in the policy of its alias, as Lambda writes it. */
export function permissionsFit({ name, functions, routes }: WebServiceInput, place: Place): CrossCheck[] {
  const arn = (service: string, resource: string) =>
    `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
  return eachEntry("functions", functions, (_, key) => {
    const statement = (routeKey: string) =>
      `{"Sid":"AllowRoute-${SHA1}","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"${arn("lambda", `function:${name}-${key}:live`)}","Condition":{"ArnLike":{"AWS:SourceArn":"${arn("execute-api", `${API_ID}/*/${routeResource(routeKey)}`)}"}}}`;
    const statements = distinct(
      listOf(routes, (route, routeKey) =>
        choose<string | undefined>(equals(route.function, key), statement(routeKey), undefined),
      ),
    );
    return {
      holds: atLeast(MAX_BYTES - ENVELOPE.length, bytesOf(enumeration(statements))),
      must: `answer fewer routes: each is a statement in the policy of its alias, which holds ${MAX_BYTES} bytes, Lambda's bound. Give some of them to another function, or name one with {proxy+} in their place`,
    };
  });
}
