import { Token } from "cdktf";
import { bytesOf } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";
import { namingWrong } from "../../lib/findings";
import { enumeration, hasNone, intersection, matching, namesOf } from "../../lib/lists";
import { atLeast } from "../../lib/logic";
import { type Check, t } from "../../lib/types";

/** What Lambda takes as environment variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */

/** What Lambda sets itself, and refuses; those that begin with an underscore are no names anyway. */
const OF_LAMBDA = [
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
];

/** What every function of a pattern gets besides. */
export interface PowertoolsEnvironment {
  readonly POWERTOOLS_LOG_LEVEL: string;
  readonly POWERTOOLS_SERVICE_NAME: string;
}
const OF_POWERTOOLS: readonly (keyof PowertoolsEnvironment)[] = ["POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"];

const LAMBDA_BYTES = 4096;
/** What the patterns' own variables take at most, with the longest names. */
export const OWN_ENVIRONMENT_BYTES = 1024;
const MAX_BYTES = LAMBDA_BYTES - OWN_ENVIRONMENT_BYTES;

type Variables = Readonly<Record<string, string>>;

const hasNames = (environment: Variables): Check =>
  namingWrong(
    matching(namesOf(environment), "^[a-zA-Z][a-zA-Z0-9_]+$", false),
    "have names of two or more letters, digits or underscores, starting with a letter",
  );

const notOfLambda = (environment: Variables): Check => ({
  holds: hasNone(intersection(namesOf(environment), OF_LAMBDA)),
  must: `not set ${enumeration(intersection(namesOf(environment), OF_LAMBDA))}, which Lambda sets`,
});

const notOfModule =
  (reserved: readonly string[]) =>
  (environment: Variables): Check => ({
    holds: hasNone(intersection(namesOf(environment), reserved)),
    must: `not set ${reserved.join(", ")}, which the module sets`,
  });

/** Lambda measures the JSON text, in which Terraform alone writes <, >, & and the separators of lines and paragraphs as six characters. */
function textOf(environment: Variables): string {
  return isUnknown(environment)
    ? Token.asString(
        tf`replace(replace(jsonencode(${environment}), ${"/\\\\u00(3c|3e|26)/"}, "x"), ${"/\\\\u202[89]/"}, "xxx")`,
      )
    : JSON.stringify(environment);
}

const fits = (environment: Variables): Check => ({
  holds: atLeast(MAX_BYTES, bytesOf(textOf(environment))),
  must: `be at most ${MAX_BYTES} bytes as JSON: Lambda takes ${LAMBDA_BYTES}, and the module's own variables need some`,
});

/** The environment of the consumer's code, without the variables that the pattern sets. */
export const environmentWithout = (reserved: readonly string[]) =>
  t.stringMap({
    description: "Environment variables of the code. Not for secrets: they stand in the state.",
    default: {},
    checks: [hasNames, notOfLambda, notOfModule([...reserved, ...OF_POWERTOOLS]), fits],
  });
