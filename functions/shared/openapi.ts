/** What the OpenAPI documents of our HTTP APIs have in common. Runs when documents are generated, not in Lambda. */
import * as z from "zod/mini";
import { type ProblemKind, problemType } from "./problem";
import { gatewayAnswer, problemDocument } from "./schemas";

export type Json = Record<string, unknown>;

/** A schema with a name: `z.meta({ id })`. */
const nameOf = (schema: z.core.$ZodType): string => {
  const name = z.globalRegistry.get(schema)?.id;
  if (name === undefined) throw new Error("A schema among the components has no id: add z.meta({ id }).");
  return name;
};

/**
 * What an HTTP API answers by itself, before or instead of the function, with a JSON body of its own:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html and its quotas,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const GATEWAY_ANSWERS: Readonly<Record<number, string>> = {
  401: "The gateway found no valid token.",
  403: "The gateway found no valid signature, or its sender may not call this.",
  413: "The gateway takes no more than 10 MB.",
  429: "The gateway takes no more requests at the moment.",
  500: "The function ended without an answer.",
  503: "The function took too long, or may not run more often at once.",
};

/** One response for each status, the gateway's own ones included; a status that stands for several kinds of problems lists them. */
export function refusals(kinds: readonly ProblemKind[]): Json {
  const all = [...Object.keys(GATEWAY_ANSWERS).map(Number), ...kinds.map(({ status }) => status)];
  const statuses = [...new Set(all)].sort((a, b) => a - b);
  const responses = statuses.map((status) => {
    const ofStatus = kinds.filter((kind) => kind.status === status);
    const said = ofStatus.map((kind) => `${kind.title} (\`${problemType(kind)}\`).`);
    const byGateway = GATEWAY_ANSWERS[status];
    const response = {
      description: [...said, ...(byGateway === undefined ? [] : [byGateway])].join(" "),
      ...(ofStatus.length > 0 && status === 503 ? { headers: { "Retry-After": RETRY_LATER } } : {}),
      content: {
        ...(ofStatus.length === 0 ? {} : content(nameOf(problemDocument), "application/problem+json")),
        ...(byGateway === undefined ? {} : content(nameOf(gatewayAnswer))),
      },
    };
    return [String(status), response] as const;
  });
  const others = { description: "What else the gateway refuses by itself.", content: content(nameOf(gatewayAnswer)) };
  return { ...Object.fromEntries(responses), default: others };
}

/** Who may call is up to the deployment: a signature, a token, or nobody in particular. */
export const SECURITY: readonly Json[] = [{ sigv4: [] }, { jwt: [] }, {}];

/** What `SECURITY` names, for the components. */
export const SECURITY_SCHEMES: Json = {
  sigv4: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description:
      "AWS Signature Version 4 for the service `execute-api`: routes whose authorization is AWS_IAM, the default.",
    "x-amazon-apigateway-authtype": "awsSigv4",
  },
  jwt: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A token of the deployment's issuer: routes whose authorization is JWT.",
  },
};

/** A response's header that is always there. */
export const header = (description: string, schema: Json): Json => ({ description, required: true, schema });

export const retryAfter = (description: string) => header(description, { type: "integer", minimum: 0 });

/** The gateway's own 503 does not have it. */
const RETRY_LATER = {
  ...retryAfter("Seconds to wait before trying again, where the function answered."),
  required: false,
};

/** A response's header with the path of something. */
export const location = (description: string): Json =>
  header(description, { type: "string", format: "uri-reference", pattern: "^/" });

/** A body of one of the named schemas. */
export const content = (name: string, mediaType = "application/json"): Json => ({
  [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } },
});

/** A schema that stands where it is used. */
export function inlineSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/**
 * The named schemas, the problem document and the gateway's answer, sorted by name. As an input: answers may gain members, and clients must not stumble over
 * them.
 *
 * @throws when a schema has no name.
 */
export function namedSchemas(named: readonly z.core.$ZodType[]): Json {
  const registry = z.registry<{ id: string }>();
  for (const schema of [...named, problemDocument, gatewayAnswer]) registry.add(schema, { id: nameOf(schema) });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  const plain = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema] as const);
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1)));
}
