/** Shapes that every HTTP API of ours has. zod/mini: 5 KB in a bundle, where all of zod would be sixty. */
import * as z from "zod/mini";

export const text = (description: string) => z.string().check(z.meta({ description }));
export const count = (description: string) => z.int().check(z.minimum(0), z.meta({ description }));
export const time = (description: string) => z.string().check(z.meta({ description, format: "date-time" }));

/** RFC 9457 problem document: every answer that is not a success. */
export const problemDocument = z
  .object({
    type: text("URI that names the kind of problem."),
    title: text("Short summary, the same for every problem of the kind."),
    status: z.int().check(z.minimum(400), z.maximum(599), z.meta({ description: "The HTTP status." })),
    detail: text("What is wrong with this request, and what to do."),
    instance: z.optional(text("Path of the request.")),
    errors: z.optional(
      z
        .array(
          z.object({
            pointer: text("JSON pointer to the value, as a URI fragment."),
            detail: text("What is wrong with it."),
          }),
        )
        .check(z.meta({ description: "The places in the body that the schema refuses." })),
    ),
  })
  .check(z.meta({ id: "Problem", description: "A problem document (RFC 9457)." }));
