import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** What is read of an event; hand-made ones may lack it. */
type Called = Partial<Pick<APIGatewayProxyEventV2["requestContext"], "apiId" | "domainName" | "stage">>;

/**
 * The path of a job's status under the host that the client called. The event's own path is not it: under a domain of the API's own it lacks the
 * key of the API mapping and has the name of the stage instead. https://github.com/CodeGenieApp/serverless-express/issues/465
 *
 * @param basePath key of the API mapping; "" for none
 */
export function jobPath({ apiId, domainName, stage = "$default" }: Called, basePath: string, id: string): string {
  const isDefaultEndpoint = domainName?.startsWith(`${apiId}.execute-api.`) === true;
  // The default endpoint has the stage in its paths, unless it is $default.
  const prefix = isDefaultEndpoint ? stage.replace("$default", "") : basePath;
  return `${prefix === "" ? "" : `/${prefix}`}/jobs/${id}`;
}
