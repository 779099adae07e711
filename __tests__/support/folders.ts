import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = mkdtempSync(join(tmpdir(), "serverless-patterns-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A new empty folder that goes when the test file has run. */
export function temporaryFolder(what: string): string {
  return mkdtempSync(join(root, `${what}-`));
}
