/** What today's modules have against the inputs of the root of the last release. docs/upgrading.md tells what to change. */
export const refusedInputs: readonly string[] = [];
