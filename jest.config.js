const transform = { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] };
const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/.cache/", "<rootDir>/dist/"],
});

module.exports = {
  projects: [
    {
      ...project("unit", ["<rootDir>/__tests__/**/*.test.ts"]),
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/e2e/"],
    },
    project("e2e", ["<rootDir>/__tests__/e2e/**/*.test.ts"]),
  ],
};
