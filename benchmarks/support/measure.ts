import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "../../local/project";

/** The arguments of `node scripts/run.mjs <program>`, for any working folder. */
export function runArguments(program: string): string[] {
  return [join(projectFolder(), "scripts", "run.mjs"), join(projectFolder(), program)];
}

/** A program to run as a process of its own. */
export interface Program {
  /** Default: this Node. */
  readonly command?: string;
  readonly arguments: readonly string[];
  /** Default: the project. */
  readonly cwd?: string;
  /** Variables beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What came of a program. */
export interface Ended {
  readonly stdout: string;
  /** When it was started, epoch milliseconds with a fraction. */
  readonly startedAt: number;
  /** From start to exit, milliseconds. */
  readonly ms: number;
}

/** Longest run of a program, in milliseconds. */
const LIMIT_MS = 600_000;

/** @throws Error with the program's output if it fails, or takes more than ten minutes */
export function run(program: Program): Promise<Ended> {
  const start = performance.now();
  const child = spawn(program.command ?? process.execPath, program.arguments, {
    cwd: program.cwd ?? projectFolder(),
    env: { ...process.env, ...program.environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const ms = performance.now() - start;
      if (code === 0) resolve({ stdout, startedAt: performance.timeOrigin + start, ms });
      else reject(new Error(`${child.spawnargs.join(" ")} ended with ${signal ?? code}:\n${stdout}${stderr}`));
    });
  });
}

/** The middle value; of an even number, the mean of the two middle ones. Of none, NaN. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The value that a share of all does not exceed, by nearest rank: for 0.99 of a hundred values the second largest. Of none, NaN. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * Measures subjects in turn, round after round, so that a busy moment of the machine meets all of them.
 * @param measure gives one measurement, such as milliseconds
 * @returns the median of each, in the order of the subjects; the first round warms the disk up and does not count
 */
export async function interleaved<T>(
  rounds: number,
  subjects: readonly T[],
  measure: (subject: T) => Promise<number>,
): Promise<number[]> {
  const values: number[][] = subjects.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      const value = await measure(subject);
      if (round > 0) values[index]?.push(value);
    }
  }
  return values.map(median);
}
