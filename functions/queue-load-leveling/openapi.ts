/** The OpenAPI document of the jobs API, from the schemas that the functions validate with. Runs when modules are generated, not in Lambda. */
import * as z from "zod/mini";
import { PROBLEMS, type ProblemKind, problemType } from "../shared/problem";
import { acceptedJob, idempotencyKey, jobDocument, jobError, jobId, problemDocument } from "./schemas";

type Json = Record<string, unknown>;

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

const PROBLEM = "Problem";

/** The document: OpenAPI 3.1, the same bytes for the same sources. */
export function openApiDocument(): object {
  return {
    openapi: "3.1.1",
    info: {
      title: "Jobs",
      version: "1.0.0",
      description:
        "Accepts jobs at once and does them at the pace that the system behind can take. Who may call is up to the deployment: the routes " +
        "take IAM signatures unless it says otherwise (a JWT, or nobody in particular). Requests that the gateway itself refuses, for want " +
        "of permission (401, 403) or for their number (429), have the gateway's own JSON body with a `message`.",
    },
    paths: {
      "/jobs": { post: acceptOperation() },
      "/jobs/{id}": { get: statusOperation() },
    },
    components: { schemas: componentSchemas() },
  };
}

function acceptOperation(): Json {
  return {
    operationId: "acceptJob",
    summary: "Hand in a job",
    description:
      "Answers once the queue has the job. Send the request again, with the same Idempotency-Key, after a 5xx or no answer.",
    parameters: [{ name: "Idempotency-Key", in: "header", required: false, schema: inline(idempotencyKey) }],
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
          Location: header("Path of the job's status.", { type: "string", format: "uri-reference" }),
          "Retry-After": retryAfter("Seconds to wait before asking for the status."),
        },
        content: json("AcceptedJob", "application/json"),
      },
      ...problemResponses(ACCEPT_PROBLEMS),
    },
  };
}

function statusOperation(): Json {
  return {
    operationId: "jobStatus",
    summary: "See how far a job is",
    parameters: [{ name: "id", in: "path", required: true, schema: inline(jobId) }],
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
        content: json("Job", "application/json"),
      },
      ...problemResponses(STATUS_PROBLEMS),
    },
  };
}

/** One response for each status; a status that stands for several kinds of problems lists them. */
function problemResponses(kinds: readonly ProblemKind[]): Json {
  const statuses = [...new Set(kinds.map(({ status }) => status))].sort((a, b) => a - b);
  const responses = statuses.map((status) => {
    const ofStatus = kinds.filter((kind) => kind.status === status);
    const response = {
      description: ofStatus.map((kind) => `${kind.title} (\`${problemType(kind)}\`).`).join(" "),
      ...(status === 503 ? { headers: { "Retry-After": retryAfter("Seconds to wait before trying again.") } } : {}),
      content: json(PROBLEM, "application/problem+json"),
    };
    return [String(status), response] as const;
  });
  return Object.fromEntries(responses);
}

const header = (description: string, schema: Json): Json => ({ description, required: true, schema });

const retryAfter = (description: string) => header(description, { type: "integer", minimum: 0 });

const json = (name: string, mediaType: string): Json => ({
  [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } },
});

/** A schema that stands where it is used. */
function inline(schema: z.core.$ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/** The named schemas. As an input: answers may gain members, and clients must not stumble over them. */
function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const schema of [acceptedJob, jobDocument, jobError, problemDocument]) {
    registry.add(schema, { id: z.globalRegistry.get(schema)?.id ?? "" });
  }
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  const plain = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema] as const);
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1)));
}
