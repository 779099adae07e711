import { Token } from "cdktf";
import { tf } from "../../lib/expression";

/** ARN of the function alone, of an ARN that may name a version or alias: `arn:aws:lambda:eu-central-1:123456789012:function:name:live`. */
export const functionOf = (arn: string): string => Token.asString(tf`join(":", slice(split(":", ${arn}), 0, 7))`);

/** The version or alias that an ARN names, or null. */
export const qualifierOf = (arn: string): string => Token.asString(tf`try(split(":", ${arn})[7], null)`);
