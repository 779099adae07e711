/** Longest wait for what has to end; the local AWS takes two to five seconds. */
const END_WITHIN_MS = 12_000;

/** How often the parent is looked for. */
const LOOK_EVERY_MS = 500;

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A program that ends what it began, also when it is told to stop in the middle. */
export class Run {
  private readonly endings: (() => Promise<unknown> | unknown)[] = [];
  private readonly controller = new AbortController();
  private ending: Promise<void> | undefined;

  constructor() {
    for (const [signal, code] of Object.entries(EXIT_CODES)) process.on(signal, () => this.stop(code));
    // A reader that went away, as in `npm start | head`.
    process.stdout.on("error", () => this.stop(1));
    const parent = process.ppid;
    // A killed parent sends no signal; its children get another parent. npm's scripts exec, so that no shell stands between npm and this.
    setInterval(() => process.ppid !== parent && this.stop(1), LOOK_EVERY_MS).unref();
  }

  /** Aborted when the program is told to stop. */
  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Adds what has to be done at the end, whatever the end is; the last added is done first. */
  public atEnd(action: () => Promise<unknown> | unknown): void {
    this.endings.push(action);
  }

  /** Does what has to be done at the end, once. */
  public end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    for (const action of this.endings.reverse()) {
      try {
        await action();
      } catch (error) {
        // The others have to be done all the same.
        console.error(error instanceof Error ? error.message : error);
      }
    }
  }

  /** Ends the program, with what has to be done at the end. */
  public stop(code: number): void {
    // Told twice: whatever is left ends with this process.
    if (this.signal.aborted) process.exit(code);
    this.controller.abort();
    setTimeout(() => process.exit(code), END_WITHIN_MS).unref();
    void this.end().finally(() => process.exit(code));
  }
}
