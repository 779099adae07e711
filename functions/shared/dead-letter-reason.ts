import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { textAttribute } from "./sqs-attributes";

/** Message attributes (String) that say why a function sent the message to the dead-letter queue. */
const ERROR_TYPE_ATTRIBUTE = "error_type";
const ERROR_TITLE_ATTRIBUTE = "error_title";

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** Why a message is a dead letter: a URI that names the kind of error, and a short text. */
export interface DeadLetterReason {
  readonly type: string;
  readonly title: string;
}

/** The attributes that say so. */
export const reasonAttributes = ({ type, title }: DeadLetterReason): Attributes => ({
  [ERROR_TYPE_ATTRIBUTE]: textAttribute(type),
  [ERROR_TITLE_ATTRIBUTE]: textAttribute(title),
});

/** A dead letter's attributes without why it failed, for its way home. */
export function withoutReason(attributes: Attributes): Attributes {
  const { [ERROR_TYPE_ATTRIBUTE]: _type, [ERROR_TITLE_ATTRIBUTE]: _title, ...own } = attributes;
  return own;
}
