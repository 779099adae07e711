import { JOB_ERROR_TYPES, type JobError } from "../queue-load-leveling/contract";

/** Rows and clients get short texts. */
const MAX_TITLE = 200;
const MAX_DETAIL = 1_000;

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

/** What a row keeps of an error: short, and never a stack. */
export function jobErrorOf(error: unknown): JobError {
  if (error instanceof PermanentError) {
    const { type, message, detail } = error;
    return {
      type,
      title: short(message, MAX_TITLE),
      detail: detail === undefined ? undefined : short(detail, MAX_DETAIL),
    };
  }
  const detail = short(error instanceof Error ? `${error.name}: ${error.message}` : String(error), MAX_DETAIL);
  return { type: JOB_ERROR_TYPES.unexpected, title: "The worker failed", detail };
}

const short = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
