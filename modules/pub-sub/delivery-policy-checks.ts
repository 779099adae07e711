import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { type Bool, type Expression, isUnknown, raw, tf } from "../../lib/expression";
import { namingWrong } from "../../lib/findings";
import { matching } from "../../lib/lists";
import { add, atLeast, choose, multiply } from "../../lib/logic";
import type { Check } from "../../lib/types";

/**
 * What SNS takes as the delivery policy of a topic: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 * Members and values are written one by one as text, so that one pattern judges them for literals and in Terraform.
 */

const MOST_SECONDS = 3600;
const MOST_RETRIES = 100;
const SECONDS = "([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)";
const RETRIES = "([0-9]{1,2}|100)";
const FUNCTIONS = ["arithmetic", "exponential", "geometric", "linear"];
const RETRY = "defaultHealthyRetryPolicy";
/** A topic's policy knows two types of content. AWS CDK writes the functions in capitals. */
const KNOWN = [
  "default(HealthyRetry|Request|Throttle)Policy = [{][}]",
  "disableSubscriptionOverrides = (true|false)",
  `${RETRY}[.](min|max)DelayTarget = ${SECONDS}`,
  `${RETRY}[.]num(NoDelay|MinDelay|MaxDelay)?Retries = ${RETRIES}`,
  `${RETRY}[.]backoffFunction = "(${[...FUNCTIONS, ...FUNCTIONS.map((one) => one.toUpperCase())].join("|")})"`,
  "defaultThrottlePolicy[.]maxReceivesPerSecond = [1-9][0-9]*",
  'defaultRequestPolicy[.]headerContentType = "(application/json|text/plain)(;[^"]*)?"',
];
const MEMBER = `^http( = [{][}]|[.](${KNOWN.join("|")}))$`;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The members of an object by their names; what has none is its own member without a name. */
const namedIn = (value: unknown): [string, unknown][] =>
  isObject(value) && Object.keys(value).length > 0 ? Object.entries(value) : [["", value]];

/** Such as `http.disableSubscriptionOverrides = true`, down to the third level, which is the last. */
function membersOf(policy: string): string[] {
  if (isUnknown(policy)) {
    const named = (value: Expression) =>
      tf`try([keys(${value})[0], { for name in keys(${value}) : name => ${value}[name] }][1], { "" = ${value} })`;
    return Token.asList(
      tf`try(flatten([for a, one in jsondecode(${policy}) : [for b, two in ${named(raw("one"))} : [for c, three in ${named(raw("two"))} : join(" = ", [join(".", compact([a, b, c])), jsonencode(three)])]]]), [])`,
    );
  }
  return Object.entries(parsed(policy)).flatMap(([a, one]) =>
    namedIn(one).flatMap(([b, two]) =>
      namedIn(two).map(([c, three]) => `${[a, b, c].filter(Boolean).join(".")} = ${JSON.stringify(three)}`),
    ),
  );
}

const isKnown = (policy: string): Check =>
  namingWrong(
    matching(membersOf(policy), MEMBER, false),
    `hold nothing but what SNS takes for HTTP endpoints, with delays of 1 to ${MOST_SECONDS} seconds and up to ${MOST_RETRIES} retries, such as jsonencode({ http = { ${RETRY} = { minDelayTarget = 1, maxDelayTarget = 60, numRetries = 10 } } })`,
  );

/** A member of the retry policy, or SNS's default; what is no number is told of already. */
function numberIn(policy: string, member: string, preset: number): number {
  if (isUnknown(policy))
    return Token.asNumber(tf`try(tonumber(jsondecode(${policy}).http.${raw(RETRY)}.${raw(member)}), ${preset})`);
  const value = retryOf(policy)[member];
  return typeof value === "number" ? value : preset;
}

function retryOf(policy: string): Json {
  const { http } = parsed(policy);
  const retry = isObject(http) ? http[RETRY] : undefined;
  return isObject(retry) ? retry : {};
}

const isLinear = (policy: string): Bool =>
  isUnknown(policy)
    ? tf`lower(try(jsondecode(${policy}).http.${raw(RETRY)}.backoffFunction, "linear")) == "linear"`
    : String(retryOf(policy)["backoffFunction"] ?? "linear").toLowerCase() === "linear";

/** What a retry policy says, with SNS's defaults. */
function retries(policy: string) {
  const least = numberIn(policy, "minDelayTarget", 20);
  const most = numberIn(policy, "maxDelayTarget", 20);
  const atLeastDelay = numberIn(policy, "numMinDelayRetries", 0);
  const atMostDelay = numberIn(policy, "numMaxDelayRetries", 0);
  const ofPhases = add(numberIn(policy, "numNoDelayRetries", 0), add(atLeastDelay, atMostDelay));
  const all = numberIn(policy, "numRetries", 3);
  return { least, most, atLeastDelay, atMostDelay, ofPhases, all };
}

const delaysAreInOrder = (policy: string): Check => {
  const { least, most } = retries(policy);
  return {
    holds: atLeast(most, least),
    must: "have a minDelayTarget of at most maxDelayTarget; SNS takes 20 for what is left out",
  };
};

const phasesFit = (policy: string): Check => {
  const { all, ofPhases } = retries(policy);
  return {
    holds: atLeast(all, ofPhases),
    must: "have a numRetries, 3 where it is left out, of at least numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries together",
  };
};

/**
 * SNS does not say how the other functions curve between the two delays, so of theirs only what is certain counts: each retry waits
 * for the least delay, the last one for the longest.
 */
const endsInTime = (policy: string): Check => {
  const { least, most, atLeastDelay, atMostDelay, ofPhases, all } = retries(policy);
  const between = add(all, multiply(ofPhases, -1));
  const certain = add(multiply(add(between, -1), least), most);
  const even = multiply(multiply(between, 0.5), add(least, most));
  const backoff = choose(atLeast(1, between), multiply(between, least), choose(isLinear(policy), even, certain));
  return {
    holds: atLeast(MOST_SECONDS, add(add(multiply(atLeastDelay, least), multiply(atMostDelay, most)), backoff)),
    must: `retry for at most ${MOST_SECONDS} seconds in all, which SNS does not raise: lower numRetries or the delays`,
  };
};

/** What a delivery policy must be, each check with a message of its own. */
export const deliveryPolicyChecks = [
  check.json("be a delivery policy as JSON text whose top is an object"),
  isKnown,
  delaysAreInOrder,
  phasesFit,
  endsInTime,
];
