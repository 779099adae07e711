const { availableParallelism } = require("node:os");

const transform = { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] };
const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/.cache/", "<rootDir>/dist/"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/jest/waits.ts"],
});

module.exports = {
  // Suites mostly wait: for the provider, for queues, for processes to start. More than eight would want more memory than they save time.
  maxWorkers: Math.min(2 * availableParallelism() + 1, 8),
  // No test is about its own time: this only ends one that hangs, on whatever machine.
  testTimeout: 60_000,
  testSequencer: "<rootDir>/__tests__/jest/longest-first.js",
  reporters: ["default", "<rootDir>/__tests__/jest/reporter.js"],
  projects: [
    {
      ...project("unit", ["<rootDir>/__tests__/**/*.test.ts"]),
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/e2e/"],
    },
    {
      ...project("e2e", ["<rootDir>/__tests__/e2e/**/*.test.ts"]),
      globalSetup: "<rootDir>/__tests__/jest/local-python.ts",
    },
  ],
};
