/**
 * Prints what the tests of jest's result files were not tried for, and their sums alone on the last line: `N passed, N failed, N skipped`. A suite that
 * did not run counts as a failure.
 */
import { existsSync, readFileSync } from "node:fs";
import { notTried } from "../__tests__/jest/not-tried.js";

const sums = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    sums.failed += 1;
    continue;
  }
  const result = JSON.parse(readFileSync(file, "utf8"));
  for (const line of notTried(result.testResults)) console.log(line);
  sums.passed += result.numPassedTests;
  sums.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  sums.skipped += result.numPendingTests + result.numTodoTests;
}
console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
