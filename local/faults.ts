import type { Control } from "./control";

/** A fault that is in place; it goes by itself when its count or its time is over. */
export interface Fault {
  /** Takes the fault away; harmless when it is gone already. */
  remove(): Promise<void>;
}

/** Calls of one API that are to fail or to wait. */
export interface ApiFault {
  /** Service as in the action's name: `sqs`, `dynamodb`, `lambda`. */
  readonly service: string;
  /** Action, such as `SendMessage`. Default: every action of the service. */
  readonly action?: string;
  /** ARN of the one resource concerned. Default: every resource. */
  readonly resource?: string;
  /** Name of the one role whose calls are concerned. Default: every caller, tests included. */
  readonly role?: string;
  /** Error code of the answer, such as `ThrottlingException`; `ConnectionReset` cuts the connection. Default: none, the call succeeds after `delayMs`. */
  readonly code?: string;
  /** HTTP status of the answer. Default: 503 for `ServiceUnavailable` and internal errors (SDKs try those again), else 400. */
  readonly status?: number;
  /** Time before the answer. Default: 0. */
  readonly delayMs?: number;
  /** Number of calls that fail. SDKs try again: one failed `send()` takes several. Default: no limit. */
  readonly count?: number;
  /** Time until the fault goes by itself. Default: no limit. */
  readonly forMs?: number;
}

/** What can be made to go wrong. */
export interface Faults {
  /** Ends every process of the function that is at work now; resolves to their number. */
  killRunning(functionName: string): Promise<number>;
  /** Ends the process of the function's next invocations, `count` of them (default 1), `afterMs` after the handler may start (default 0). */
  killNext(functionName: string, options?: { readonly afterMs?: number; readonly count?: number }): Promise<Fault>;
  /** Delivers the mapping's next batches, `count` of them (default 1), a second time: at once, or `afterMs` after the first. */
  deliverTwice(mappingId: string, options?: { readonly afterMs?: number; readonly count?: number }): Promise<Fault>;
  /** Stops the mapping from polling, without its configuration saying so, until the fault is removed. */
  pauseMapping(mappingId: string): Promise<Fault>;
  /** Fails the entries at these positions of the topic's next PublishBatch calls, `count` of them (default 1), with `code` (default `InternalError`). */
  failEntries(
    topicArn: string,
    positions: readonly number[],
    options?: { readonly code?: string; readonly count?: number },
  ): Promise<Fault>;
  /** Throttles, fails, cuts off or slows down an API. */
  failApi(fault: ApiFault): Promise<Fault>;
  /** Takes every fault away. */
  clear(): Promise<void>;
}

/** Faults of the local AWS whose control path this is. */
export function faultsBy(control: Control): Faults {
  const add = async (fault: object): Promise<Fault> => {
    const { id } = await control<{ id: string }>("POST", "faults", fault);
    return { remove: () => control("DELETE", `faults/${id}`) };
  };
  return {
    killRunning: async (functionName) => (await control<{ killed: number }>("POST", "kill", { functionName })).killed,
    killNext: (functionName, options) => add({ kind: "kill", functionName, count: 1, ...options }),
    deliverTwice: (mappingId, options) => add({ kind: "duplicate", mappingId, count: 1, ...options }),
    pauseMapping: (mappingId) => add({ kind: "pause", mappingId }),
    failEntries: (topicArn, positions, options) => add({ kind: "entries", topicArn, positions, count: 1, ...options }),
    failApi: (fault) => add({ kind: "api", ...fault }),
    clear: () => control("DELETE", "faults"),
  };
}
