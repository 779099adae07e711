import * as z from "zod/mini";

/** Who does something as an operator, and why. */
export const auditFields = {
  reason: z.string().check(z.minLength(1), z.maxLength(500), z.meta({ description: "Why; kept in the audit record." })),
  requestedBy: z
    .string()
    .check(z.minLength(1), z.maxLength(200), z.meta({ description: "Who; kept in the audit record." })),
};
