import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type IfMatch, parseIfMatch } from "../shared/entity-tag";
import { readJsonBody } from "../shared/json-body";
import { pointerFragment, pointerTo } from "../shared/json-pointer";
import { HttpProblem, MAX_VIOLATIONS, PROBLEMS } from "../shared/problem";
import type { HttpRequest, HttpRequestRules } from "./http";
import type { PayloadIssue, PayloadSchema } from "./job";
import { describeIssue, keysOf } from "./payload";

/** A DynamoDB item holds 400 KB, and its attributes are longer than the JSON they come from. */
const DEFAULT_MAX_BODY_BYTES = 256 * 1024;

/** DynamoDB's own limit: 32 levels, the item being one. */
const MAX_DEPTH = 32;

/**
 * Reads a request by its rules.
 *
 * @throws HttpProblem: 400, 413, 415 or 428.
 */
export async function readRequest<Body, Path, Query>(
  event: APIGatewayProxyEventV2,
  context: Context,
  rules: HttpRequestRules<Body, Path, Query>,
): Promise<HttpRequest<Body, Path, Query>> {
  const path = await valid(rules.path, event.pathParameters ?? {}, invalidParameter);
  const query = await valid(rules.query, event.queryStringParameters ?? {}, invalidParameter);
  const limits = { maxBytes: rules.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES, maxDepth: MAX_DEPTH };
  const value = rules.body === undefined ? undefined : readJsonBody(event, limits).value;
  const body = await valid(rules.body, value, invalidBody);
  return { body, path, query, ifMatch: readIfMatch(event.headers?.["if-match"], rules.ifMatch), event, context };
}

/** Without a schema the type is `undefined`, and so is the value. */
async function valid<Value>(
  schema: PayloadSchema<Value> | undefined,
  value: unknown,
  problem: (issues: readonly PayloadIssue[]) => HttpProblem,
): Promise<Value> {
  if (schema === undefined) return undefined as Value;
  const outcome = await schema["~standard"].validate(value);
  if (outcome.issues !== undefined) throw problem(outcome.issues.slice(0, MAX_VIOLATIONS));
  return outcome.value;
}

const invalidParameter = (issues: readonly PayloadIssue[]) =>
  new HttpProblem(PROBLEMS.invalidParameter, `${issues.map(describeIssue).join("; ")}.`);

function invalidBody(issues: readonly PayloadIssue[]): HttpProblem {
  const errors = issues.map((issue) => ({
    pointer: pointerFragment(pointerTo(keysOf(issue))),
    detail: issue.message,
  }));
  return new HttpProblem(PROBLEMS.invalidBody, "The body does not match the schema; see errors.", { errors });
}

function readIfMatch(header: string | undefined, rule: "optional" | "required" | undefined): IfMatch {
  if (rule === undefined || (header === undefined && rule === "optional")) return "*";
  if (header === undefined) {
    throw new HttpProblem(PROBLEMS.preconditionRequired, "Send If-Match with the ETag that you read.");
  }
  const ifMatch = parseIfMatch(header);
  if (ifMatch !== undefined) return ifMatch;
  throw new HttpProblem(PROBLEMS.invalidHeader, 'Send If-Match with an entity tag in quotes, such as "7", or with *.');
}
