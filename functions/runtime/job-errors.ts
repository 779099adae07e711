import { JOB_ERROR_TYPES, type JobError } from "../queue-load-leveling/contract";
import { storableText } from "../shared/storable-text";
import { isInstance, read, sayThrown } from "../shared/thrown";

/** Rows and clients get short texts. */
const MAX_TITLE_BYTES = 200;
const MAX_DETAIL_BYTES = 1_000;

/** What a PermanentError may say besides its message. */
export interface PermanentErrorOptions {
  /** URI that names the kind of error, for programs. Default: `urn:problem-type:job-refused`. */
  readonly type?: string;
  /** More than the message says. Clients see it. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * Throw it when trying again cannot help: the job fails at once and its message goes to the dead-letter queue. Clients see the message
 * and the detail as the job's error.
 */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly type: string;
  readonly detail: string | undefined;

  constructor(message: string, options: PermanentErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.type = options.type ?? JOB_ERROR_TYPES.permanent;
    this.detail = options.detail;
  }
}

/** A payload that is not what it should be: trying again cannot help. */
export const invalidPayload = (detail: string): PermanentError =>
  new PermanentError("The payload is invalid", { type: JOB_ERROR_TYPES.invalidPayload, detail });

/** Whether trying again cannot help. */
export const isPermanent = (thrown: unknown): thrown is PermanentError => isInstance(thrown, PermanentError);

/** What a row keeps of an error: short, never a stack, and nothing that a store refuses, whatever users and libraries wrote into it. Never throws. */
export function jobErrorOf(thrown: unknown): JobError {
  if (!isPermanent(thrown)) {
    const detail = storableText(sayThrown(thrown), MAX_DETAIL_BYTES);
    return { type: JOB_ERROR_TYPES.unexpected, title: "The worker failed", detail };
  }
  const detail = textOf(read(thrown, "detail"));
  return {
    type: storableText(textOf(read(thrown, "type")) ?? JOB_ERROR_TYPES.permanent, MAX_TITLE_BYTES),
    title: storableText(textOf(read(thrown, "message")) ?? "The worker refused the job", MAX_TITLE_BYTES),
    detail: detail && storableText(detail, MAX_DETAIL_BYTES),
  };
}

/** A text that says something: `statusText`, a usual source, is empty over HTTP/2. In JavaScript it may also be no text. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value : sayThrown(value);
  return text.trim() === "" ? undefined : text;
}
