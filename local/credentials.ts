import { randomBytes } from "node:crypto";

/** A key pair of AWS. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The letters of an access key's id, as in base 32. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A key pair for the root user of one run, in the form that AWS gives them: an id of 20 characters, a secret of 40. */
export function randomCredentials(): Credentials {
  const id = [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return { accessKeyId: `AKIA${id}`, secretAccessKey: randomBytes(30).toString("base64") };
}
