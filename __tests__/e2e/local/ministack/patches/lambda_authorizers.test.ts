import { ECHO, httpApi } from "../../http-api";
import { describePatch, type Workbench } from "../../support";

const ROUTES = { "GET /things/{id}": { authorizationType: "CUSTOM" } };

/** Admits whoever has the key "good"; the context is the event and what it was invoked as. */
const AUTHORIZER = `exports.handler = async (event, { invokedFunctionArn }) => {
  const key = event.identitySource[0];
  if (key === "broken") throw new Error("secret");
  if (key === "malformed") return { isAuthorized: "true" };
  if (key === "slow") await new Promise((resolve) => setTimeout(resolve, 12000));
  return { isAuthorized: key !== "bad", context: { invokedFunctionArn, event: JSON.stringify(event) } };
};`;

async function call(bench: Workbench, url: string, key?: string): Promise<Response> {
  const headers: [string, string][] = key === undefined ? [] : [["x-api-key", key]];
  return bench.aws.fetchApi(`${url}/things/1?x=1&y=2`, { headers: [...headers, ["Cookie", "a=1; b=2"]] });
}

describePatch(
  "lambda_authorizers",
  "the function sees the whole request, as its alias, and what it says reaches the route's function",
  async (bench) => {
    const url = await httpApi(bench, ECHO, ROUTES, { lambda: { source: AUTHORIZER } });
    const echoed = (await (await call(bench, url, "good")).json()) as {
      requestContext: { authorizer: { lambda: { event: string; invokedFunctionArn: string } } };
    };
    const { event, invokedFunctionArn } = echoed.requestContext.authorizer.lambda;
    const { cookies, type, identitySource, routeArn, routeKey, rawPath, rawQueryString, pathParameters, body } =
      JSON.parse(event);
    const seen = { cookies, type, identitySource, routeKey, rawPath, rawQueryString, pathParameters, body };
    return { ...seen, routeArn: routeArn.replace(/:[a-z0-9]+\//, ":API/"), invokedFunctionArn };
  },
  {
    cookies: ["a=1", "b=2"],
    type: "REQUEST",
    identitySource: ["good"],
    routeKey: "GET /things/{id}",
    rawPath: "/things/1",
    rawQueryString: "x=1&y=2",
    pathParameters: { id: "1" },
    body: undefined,
    routeArn: "arn:aws:execute-api:us-east-1:123456789012:API/$default/GET/things/1",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:authorizer:live",
  },
);

describePatch(
  "lambda_authorizers",
  "who is refused, who is not asked, and what fails: a mistake, a malformed answer, more than ten seconds, no permission",
  async (bench) => {
    const url = await httpApi(bench, ECHO, ROUTES, { lambda: { source: AUTHORIZER } });
    const statuses = ["good", "bad", "broken", "malformed", "slow", undefined].map(
      async (key) => (await call(bench, url, key)).status,
    );
    return Promise.all(statuses);
  },
  [200, 403, 500, 500, 500, 401],
);

describePatch(
  "lambda_authorizers",
  "an authorizer that API Gateway may not invoke for itself admits nobody",
  async (bench) => {
    const url = await httpApi(bench, ECHO, ROUTES, { lambda: { source: AUTHORIZER, permitted: "*/GET/things/*" } });
    return (await call(bench, url, "good")).status;
  },
  500,
);
