import { table } from "../table";

/** What was sent to a route, once or often, and what came of it. */
export interface Result {
  readonly method: string;
  readonly route: string;
  readonly sent: string;
  /** Statuses of the answers, in any order. */
  readonly statuses: readonly number[];
  readonly expected: readonly number[];
  /** What is wrong with the answers' content. */
  readonly fault?: string | false;
}

/** A row for each result. */
export function reportOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { method, route, sent, statuses, expected } = result;
    return [method, route, sent, counted(statuses), counted(expected), isAsPromised(result) ? "✓ yes" : "✗ no"];
  });
  return table([["method", "route", "what was sent", "status", "expected", "as expected"], ...rows]);
}

/** What did not come out as promised. */
export function problemsOf(results: readonly Result[]): string[] {
  return results.flatMap(({ method, route, sent, statuses, expected, fault }) => [
    ...(counted(statuses) === counted(expected)
      ? []
      : [`${method} ${route} with ${sent}: answered ${counted(statuses)} instead of ${counted(expected)}.`]),
    ...(fault ? [`${method} ${route} with ${sent}: ${fault}.`] : []),
  ]);
}

const isAsPromised = (result: Result): boolean => problemsOf([result]).length === 0;

/** `200, 412 × 19`. */
function counted(statuses: readonly number[]): string {
  if (statuses.length === 0) return "nothing";
  const distinct = [...new Set(statuses)].sort((a, b) => a - b);
  return distinct
    .map((status) => {
      const count = statuses.filter((one) => one === status).length;
      return count === 1 ? String(status) : `${status} × ${count}`;
    })
    .join(", ");
}
