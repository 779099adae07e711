import { createSign, generateKeyPairSync } from "node:crypto";
import type { LocalAws } from "../../../local/aws";

const KEY_ID = "e2e";
const LIFE_SECONDS = 600;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = (): number => Math.floor(Date.now() / 1000);

/** An issuer of tokens (RFC 7519, RS256) with a key pair of its own. */
export class TokenIssuer {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  constructor(
    private readonly issuer: string,
    private readonly audience: string,
  ) {}

  /** Makes an embedded AWS take this issuer's tokens, whose URL leads nowhere. */
  public register(aws: LocalAws): Promise<void> {
    const key = { ...this.keys.publicKey.export({ format: "jwk" }), kid: KEY_ID, use: "sig" };
    return aws.jwtIssuer(this.issuer, { keys: [key] });
  }

  /** A good token, but for these claims; undefined takes one away. */
  public token(claims: Readonly<Record<string, unknown>> = {}): string {
    const good = { iss: this.issuer, aud: this.audience, sub: "somebody", exp: now() + LIFE_SECONDS };
    const text = `${encode({ alg: "RS256", kid: KEY_ID, typ: "JWT" })}.${encode({ ...good, ...claims })}`;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(this.keys.privateKey, "base64url")}`;
  }
}
