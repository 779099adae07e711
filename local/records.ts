import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "./policies";

/** One call of an API and how it was judged. */
export interface CallRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  /** ARN of the caller; functions call as `…:assumed-role/<role>/<function>`. `anonymous` without a signature. */
  readonly caller: string;
  /** IAM action, such as `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of the resource, `*` where the API has none. */
  readonly resource: string;
  readonly allowed: boolean;
  /** For refused calls: `ImplicitDeny`, `Deny`, or the error code of a bad signature. */
  readonly reason?: string;
}

/** One invocation of a function, whoever asked for it. */
export interface InvocationRecord {
  /** Epoch milliseconds of the end. */
  readonly at: number;
  readonly functionName: string;
  /** Absent for throttled invocations, which never began. */
  readonly requestId?: string;
  readonly durationMs: number;
  readonly outcome: "ok" | "error" | "throttled";
  /** Name of the thrown error, or `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType?: string;
}

/** A request that the local AWS took and that AWS refuses by its own models. */
export interface ViolationRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  /** ARN of the caller, as in {@link CallRecord}. */
  readonly caller: string;
  /** Service as botocore names it: `lambda`, `apigatewayv2`, `cloudwatch`. */
  readonly service: string;
  readonly operation: string;
  /** Members of the request that name a resource: `FunctionName=orders`. */
  readonly resource?: string;
  /** The member concerned, such as `Environment.Variables (key)`. */
  readonly member: string;
  /** What the model demands of it. */
  readonly rule: string;
  /** What it was; absent where it was missing. */
  readonly value?: string;
}

/** A call that was served, and sent again by an SDK that did not get the answer. It got the same answer then. */
export interface LostAnswerRecord {
  /** Epoch milliseconds of the second try. */
  readonly at: number;
  /** Access key id of the caller. */
  readonly caller: string;
  /** `POST DynamoDB_20120810.CreateTable`, or method and path. */
  readonly request: string;
  /** Which try it was, from 2. */
  readonly attempt: number;
}

/** The calls since the start or the last reset, oldest first. */
export const readCalls = (runFolder: string): CallRecord[] => readLines(runFolder, "calls");

/** The invocations since the start or the last reset, in the order of their ends. */
export const readInvocations = (runFolder: string): InvocationRecord[] => readLines(runFolder, "invocations");

/** The requests since the start or the last reset that were taken and that AWS refuses. */
export const readViolations = (runFolder: string): ViolationRecord[] => readLines(runFolder, "violations");

/** The calls since the start or the last reset whose answers were lost on the way and given again. */
export const readLostAnswers = (runFolder: string): LostAnswerRecord[] => readLines(runFolder, "lost_answers");

/** The policies that were made since the start or the last reset. */
export const readPolicies = (runFolder: string): Policy[] => readLines(runFolder, "policies");

function readLines<T>(runFolder: string, kind: string): T[] {
  const lines = readFileSync(join(runFolder, `${kind}.jsonl`), "utf8").split("\n");
  // The last piece is empty, or a line that is still being written.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as T);
}
