const { existsSync, mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, relative } = require("node:path");
const { notTried } = require("./not-tried");

const SLOWEST = 10;

/** Ends a run with what was not tried and why, and in CI with the slowest suites and what they waited for. */
module.exports = class Ending {
  folder = mkdtempSync(join(tmpdir(), "jest-waits-"));

  constructor(config) {
    this.config = config;
    // Workers inherit it; see waits.ts.
    process.env.JEST_WAITS_FILE = join(this.folder, "waits.jsonl");
  }

  onRunComplete(_, { testResults }) {
    const waits = this.waits();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.config.ci)
      console.error(`\nThe slowest suites, and what they waited for:\n${this.slowest(testResults, waits)}`);
    // Who asks for tests by their name knows what is left out.
    if (this.config.testNamePattern) return;
    // Below jest's summary, which every other reporter stands above. Not on stdout: `--json` writes there.
    process.once("exit", () => {
      for (const line of notTried(testResults)) console.error(line);
    });
  }

  waits() {
    const file = process.env.JEST_WAITS_FILE;
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((one) => [one.suite, one.waits]));
  }

  slowest(testResults, waits) {
    const seconds = ({ perfStats: { start, end } }) => (end - start) / 1000;
    const suites = [...testResults].sort((left, right) => seconds(right) - seconds(left)).slice(0, SLOWEST);
    return suites
      .map((suite) => {
        const waited = Object.entries(waits[suite.testFilePath] ?? {})
          .sort(([, left], [, right]) => right.seconds - left.seconds)
          .map(([what, one]) => `${what} ${one.seconds.toFixed(0)} s (${one.times})`);
        const path = relative(this.config.rootDir, suite.testFilePath);
        return `  ${seconds(suite).toFixed(0)} s ${path}: ${waited.join(", ") || "nothing"}`;
      })
      .join("\n");
  }
};
