/** Without a terminal, news of a step that goes on comes this often. */
const PLAIN_EVERY_MS = 10_000;

/** Tells a person how far a program is: one line that is rewritten on a terminal, else plain lines. */
export class Progress {
  private readonly began = Date.now();
  private stepBegan = 0;
  private saidAt = 0;
  private title = "";

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** Begins a step, such as "Deploying the example". */
  public begin(title: string): void {
    this.title = title;
    this.stepBegan = Date.now();
    this.saidAt = this.stepBegan;
    this.out.write(this.out.isTTY ? `… ${title}` : `${title} …\n`);
  }

  /** News of the step that goes on. */
  public update(news: string): void {
    if (this.out.isTTY) {
      // One line: the cursor cannot go back over a line that was wrapped.
      this.rewrite(`… ${this.title}: ${news}`.slice(0, this.out.columns - 1));
    } else if (Date.now() - this.saidAt >= PLAIN_EVERY_MS) {
      this.saidAt = Date.now();
      this.out.write(`  ${news}\n`);
    }
  }

  /** Ends the step. */
  public end(result = ""): void {
    const seconds = ((Date.now() - this.stepBegan) / 1000).toFixed(1);
    const line = `✓ ${this.title}${result === "" ? "" : `: ${result}`} (${seconds} s)\n`;
    if (this.out.isTTY) this.rewrite(line);
    else this.out.write(line);
    this.title = "";
  }

  /** Leaves the line of a step that will not end. */
  public leave(): void {
    if (this.title !== "" && this.out.isTTY) this.out.write("\n");
    this.title = "";
  }

  /** Seconds since the program began. */
  public get seconds(): number {
    return Math.round((Date.now() - this.began) / 1000);
  }

  private rewrite(line: string): void {
    this.out.write(`\r\u001b[K${line}`);
  }
}
