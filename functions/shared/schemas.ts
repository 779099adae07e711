/** Shapes that every HTTP API of ours has. zod/mini: 5 KB in a bundle, where all of zod would be sixty. */
import * as z from "zod/mini";

export const text = (description: string) => z.string().check(z.meta({ description }));
export const count = (description: string) => z.int().check(z.minimum(0), z.meta({ description }));
/** As `toISOString()` writes it. */
export const time = (description: string) =>
  z
    .string()
    .check(
      z.meta({ description, format: "date-time", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" }),
    );
/** A path of the API, as in a link. */
export const pathText = (description: string) => z.string().check(z.meta({ description, pattern: "^/" }));

/** RFC 9457 problem document: every answer that is not a success. */
export const problemDocument = z
  .object({
    type: z
      .string()
      .check(z.meta({ description: "URI that names the kind of problem.", pattern: "^urn:problem-type:" })),
    title: text("Short summary, the same for every problem of the kind."),
    status: z.int().check(z.minimum(400), z.maximum(599), z.meta({ description: "The HTTP status." })),
    detail: text("What is wrong with this request, and what to do."),
    instance: z.optional(pathText("Path of the request.")),
    errors: z.optional(
      z
        .array(
          z.object({
            pointer: z
              .string()
              .check(z.meta({ description: "JSON pointer to the value, as a URI fragment.", pattern: "^#(/|$)" })),
            detail: text("What is wrong with it."),
          }),
        )
        .check(z.meta({ description: "The places in the body that the schema refuses." })),
    ),
  })
  .check(z.meta({ id: "Problem", description: "A problem document (RFC 9457)." }));

/** What an HTTP API itself answers, before or instead of a function. */
export const gatewayAnswer = z
  .object({ message: text("What the gateway has to say.") })
  .check(z.meta({ id: "GatewayAnswer", description: "An answer of the gateway itself." }));
