/** The OpenAPI document of the jobs API, from the schemas that the functions validate with. Runs when modules are generated, not in Lambda. */
import {
  content,
  header,
  inlineSchema,
  type Json,
  location,
  namedSchemas,
  refusals,
  retryAfter,
  SECURITY,
  SECURITY_SCHEMES,
} from "../shared/openapi";
import { PROBLEMS } from "../shared/problem";
import { acceptedJob, idempotencyKey, jobDocument, jobError, jobId } from "./schemas";

/** What `POST /jobs` may answer instead of 202. */
export const ACCEPT_PROBLEMS = [
  PROBLEMS.malformedBody,
  PROBLEMS.invalidBody,
  PROBLEMS.invalidHeader,
  PROBLEMS.bodyTooLarge,
  PROBLEMS.unsupportedMediaType,
  PROBLEMS.keyReused,
  PROBLEMS.internal,
  PROBLEMS.unavailable,
] as const;

/** What `GET /jobs/{id}` may answer instead of 200. */
export const STATUS_PROBLEMS = [PROBLEMS.notFound, PROBLEMS.internal, PROBLEMS.unavailable] as const;

/** The document: OpenAPI 3.1, the same bytes for the same sources. */
export function openApiDocument(): object {
  return {
    openapi: "3.1.1",
    info: {
      title: "Jobs",
      version: "1.0.0",
      description:
        "Accepts jobs at once and does them at the pace that the system behind can take. Who may call is up to the deployment: the routes " +
        "take IAM signatures unless it says otherwise (a JWT, or nobody in particular). What the gateway itself answers has its own JSON " +
        "body with a `message`.",
    },
    paths: {
      "/jobs": { post: acceptOperation() },
      "/jobs/{id}": { get: statusOperation() },
    },
    components: { schemas: namedSchemas([acceptedJob, jobDocument, jobError]), securitySchemes: SECURITY_SCHEMES },
  };
}

function acceptOperation(): Json {
  return {
    operationId: "acceptJob",
    summary: "Hand in a job",
    description:
      "Answers once the queue has the job. Send the request again, with the same Idempotency-Key, after a 5xx or no answer.",
    security: SECURITY,
    parameters: [{ name: "Idempotency-Key", in: "header", required: false, schema: inlineSchema(idempotencyKey) }],
    requestBody: {
      required: true,
      description:
        "The job's payload: any JSON in UTF-8, or what the deployment's JSON Schema says. Media types that end in `+json` are taken as well.",
      content: { "application/json": { schema: {} } },
    },
    responses: {
      "202": {
        description: "The job is accepted. A repeated request gets the same job, with the state that it has by now.",
        headers: {
          Location: location("Path of the job's status."),
          "Retry-After": retryAfter("Seconds to wait before asking for the status."),
        },
        content: content("AcceptedJob"),
      },
      ...refusals(ACCEPT_PROBLEMS),
    },
  };
}

function statusOperation(): Json {
  return {
    operationId: "jobStatus",
    summary: "See how far a job is",
    security: SECURITY,
    parameters: [{ name: "id", in: "path", required: true, schema: inlineSchema(jobId) }],
    responses: {
      "200": {
        description: "The job.",
        headers: {
          "Retry-After": {
            ...retryAfter("Seconds to wait before asking again; absent once the job is done."),
            required: false,
          },
          "Cache-Control": header("Always `no-store`: the answer is true for this moment.", { const: "no-store" }),
        },
        content: content("Job"),
      },
      ...refusals(STATUS_PROBLEMS),
    },
  };
}
