/** What the OpenAPI documents of our HTTP APIs have in common. Runs when documents are generated, not in Lambda. */
import * as z from "zod/mini";
import { type ProblemKind, problemType } from "./problem";
import { problemDocument } from "./schemas";

export type Json = Record<string, unknown>;

/** A schema with a name: `z.meta({ id })`. */
const nameOf = (schema: z.core.$ZodType): string => {
  const name = z.globalRegistry.get(schema)?.id;
  if (name === undefined) throw new Error("A schema among the components has no id: add z.meta({ id }).");
  return name;
};

/** One response for each status; a status that stands for several kinds of problems lists them. */
export function problemResponses(kinds: readonly ProblemKind[]): Json {
  const statuses = [...new Set(kinds.map(({ status }) => status))].sort((a, b) => a - b);
  const responses = statuses.map((status) => {
    const ofStatus = kinds.filter((kind) => kind.status === status);
    const response = {
      description: ofStatus.map((kind) => `${kind.title} (\`${problemType(kind)}\`).`).join(" "),
      ...(status === 503 ? { headers: { "Retry-After": retryAfter("Seconds to wait before trying again.") } } : {}),
      content: content(nameOf(problemDocument), "application/problem+json"),
    };
    return [String(status), response] as const;
  });
  return Object.fromEntries(responses);
}

/** A response's header that is always there. */
export const header = (description: string, schema: Json): Json => ({ description, required: true, schema });

export const retryAfter = (description: string) => header(description, { type: "integer", minimum: 0 });

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
 * The named schemas and the problem document, sorted by name. As an input: answers may gain members, and clients must not stumble over
 * them.
 *
 * @throws when a schema has no name.
 */
export function namedSchemas(named: readonly z.core.$ZodType[]): Json {
  const registry = z.registry<{ id: string }>();
  for (const schema of [...named, problemDocument]) registry.add(schema, { id: nameOf(schema) });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  const plain = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema] as const);
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1)));
}
