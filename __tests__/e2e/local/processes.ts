import { execFileSync } from "node:child_process";

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The program and its arguments. */
  readonly command: string;
}

/** Every process that runs; one that has ended and waits to be collected is none. */
export function processes(): Process[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8", maxBuffer: 50_000_000 })
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined || state!.startsWith("Z")
        ? []
        : [{ pid: Number(pid), parent: Number(parent), command: command! }];
    });
}

/** A process with all that it has started, directly or not. */
export function withDescendants(pid: number, all: readonly Process[] = processes()): Process[] {
  const own = all.filter((one) => one.pid === pid);
  return [...own, ...all.filter((one) => one.parent === pid).flatMap((child) => withDescendants(child.pid, all))];
}

/** Those of the processes that still run. */
export function survivors(of: readonly Process[]): Process[] {
  const now = new Map(processes().map((one) => [one.pid, one.command]));
  // The system gives a number again one day.
  return of.filter(({ pid, command }) => now.get(pid) === command);
}
