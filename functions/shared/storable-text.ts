/**
 * What SQS refuses in bodies and attributes: all but #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and #x10000 to #x10FFFF
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). Nothing else that we write to is as strict:
 * DynamoDB, SNS and CloudWatch Logs take any UTF-8, which has no lone surrogates.
 */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Says that a text was cut. ASCII, so that it is as long in bytes as in characters. */
const CUT = "...";

/** Stands for a text that says nothing: SQS refuses empty attributes, and people look for more than a blank. */
const NO_TEXT = "(no text)";

/**
 * A text as every store takes it: only characters that SQS takes, at most so many bytes of UTF-8, cut between characters and never empty.
 * What cannot be kept of a character becomes U+FFFD. For texts of users and libraries, which nobody has checked.
 *
 * @param maxBytes at least ten
 */
export function storableText(text: string, maxBytes: number): string {
  // No character is less than a byte, so a longer text has nothing more to give; it may be huge.
  const start = text.length > maxBytes ? text.slice(0, maxBytes + 1) : text;
  const clean = start.replace(REFUSED, "\uFFFD");
  if (clean.trim() === "") return NO_TEXT;
  return Buffer.byteLength(clean) <= maxBytes ? clean : `${startOf(clean, maxBytes - CUT.length)}${CUT}`;
}

/** As many whole characters as fit. */
function startOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(maxBytes, bytes.length);
  // The bytes of a character after its first one begin with the bits 10.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}
