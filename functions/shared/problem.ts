import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { answerOf } from "./answer";
import { describeThrown, isInstance } from "./thrown";

/** A place in a request body, and what is wrong with it. */
export interface Violation {
  /** JSON pointer as a URI fragment: `#/customer/email`. */
  readonly pointer: string;
  readonly detail: string;
}

/** A client mends a handful at a time. */
export const MAX_VIOLATIONS = 20;

/** A kind of problem: what all its occurrences share. */
export interface ProblemKind {
  readonly status: number;
  /** Last part of the type URN. */
  readonly name: string;
  readonly title: string;
}

/** Kinds of problems that any HTTP function may answer with. */
export const PROBLEMS = {
  malformedBody: { status: 400, name: "malformed-body", title: "The body is not valid JSON" },
  invalidBody: { status: 400, name: "invalid-body", title: "The body does not match the schema" },
  invalidHeader: { status: 400, name: "invalid-header", title: "A request header is invalid" },
  invalidParameter: { status: 400, name: "invalid-parameter", title: "A path or query parameter is invalid" },
  notFound: { status: 404, name: "not-found", title: "Not found" },
  conflict: { status: 409, name: "conflict", title: "The request conflicts with what is there" },
  preconditionFailed: { status: 412, name: "precondition-failed", title: "A precondition failed" },
  bodyTooLarge: { status: 413, name: "body-too-large", title: "The body is too large" },
  unsupportedMediaType: { status: 415, name: "unsupported-media-type", title: "The media type is not supported" },
  keyReused: { status: 422, name: "idempotency-key-reused", title: "The idempotency key was used for another body" },
  preconditionRequired: { status: 428, name: "precondition-required", title: "A precondition is required" },
  internal: { status: 500, name: "internal", title: "The server failed" },
  unavailable: { status: 503, name: "unavailable", title: "The service is not available" },
} as const satisfies Record<string, ProblemKind>;

/** What a problem may say besides its detail. */
export interface HttpProblemExtra {
  /** The places in the body that are wrong. */
  readonly errors?: readonly Violation[];
  /** When to try again: the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** For the log alone. */
  readonly cause?: unknown;
}

/** Ends a request with a problem document. Its detail is for the client: no internal name belongs into it. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";

  constructor(
    readonly kind: ProblemKind,
    readonly detail: string,
    readonly extra: HttpProblemExtra = {},
  ) {
    super(`${kind.name}: ${detail}`, { cause: extra.cause });
  }
}

/** The URI of a kind of problem. */
export const problemType = (kind: ProblemKind): string => `urn:problem-type:${kind.name}`;

const json = JSON.stringify;

/** An answer with a JSON body that no cache keeps. */
export const answer = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => answerOf({ status, body, headers });

/** An answer without a body. */
export const emptyAnswer = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => answerOf({ status, headers });

/** The answer that carries a problem document (RFC 9457). */
export function problemAnswer(problem: HttpProblem, instance?: string): APIGatewayProxyStructuredResultV2 {
  const { kind, detail, extra } = problem;
  return answer(
    kind.status,
    { type: problemType(kind), title: kind.title, status: kind.status, detail, instance, errors: extra.errors },
    {
      "content-type": "application/problem+json",
      ...(extra.retryAfterSeconds === undefined ? {} : { "retry-after": String(extra.retryAfterSeconds) }),
    },
  );
}

/**
 * Runs the logic of an HTTP function and turns what it throws into an answer: a problem as such, anything else into a 500 that
 * says nothing of the inside. The error itself goes to the log, as one line of JSON, without the request.
 */
export async function answering(
  event: APIGatewayProxyEventV2,
  logic: () => Promise<APIGatewayProxyStructuredResultV2>,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    return await logic();
  } catch (error) {
    if (isInstance(error, HttpProblem) && error.kind.status < 500) {
      return problemAnswer(error, event.rawPath);
    }
    const requestId = event.requestContext?.requestId;
    console.error(json({ level: "ERROR", ...describeThrown(error), requestId }));
    return problemAnswer(
      isInstance(error, HttpProblem)
        ? error
        : new HttpProblem(PROBLEMS.internal, "The request failed for a reason on our side."),
      event.rawPath,
    );
  }
}
