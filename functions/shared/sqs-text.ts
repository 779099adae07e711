/**
 * A JSON text as SQS takes it: U+FFFE and U+FFFF, which it refuses, are written as escapes. Every other character that it refuses is not valid
 * within JSON either.
 */
export const sqsJson = (json: string): string =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => (character === "\uFFFE" ? "\\ufffe" : "\\uffff"));
