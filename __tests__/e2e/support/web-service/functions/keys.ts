/** A Lambda authorizer: admits whoever has the key that its environment names. */
import { httpAuthorizer } from "../../../../../functions/runtime";

const admitted = process.env["ADMITS"] ?? "gate";

export const handler = httpAuthorizer(async ({ identitySource: [key = ""], rawPath }) => {
  if (key === "broken") throw new Error("The store of keys is down.");
  return key === admitted ? { customer: key, at: rawPath, asked: Date.now() } : undefined;
});
