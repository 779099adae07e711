import { check } from "../../lib/checks";

/**
 * Runtimes that AWS supports, and versions that may follow them: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 * A plan cannot know which of the latter are there; the AWS provider has a list of its own, which ends with its release.
 */
const RUNTIMES = [
  // Even versions up to 26; from 27 on each is one for the long term.
  "nodejs(2[0246]|2[7-9]|3[0-9])[.]x",
  "python3[.](1[0-9]|2[0-9])",
  "java(8[.]al2|11|17|21|25|29|33)",
  "dotnet(8|1[02468])",
  "ruby(3[.][2-9]|4[.][0-9])",
  "provided[.]al(2|202[3-9])",
];

export const runtime = check.matching(
  `^(${RUNTIMES.join("|")})$`,
  "be a runtime that Lambda supports, such as nodejs22.x, python3.13, java21, dotnet8, ruby3.4 or provided.al2023",
);
