import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { and, atLeast, equals, implies, isSet, not, or, orElse, smaller } from "../../lib/logic";
import { t } from "../../lib/types";
import type { Consumer } from "./queue-inputs";

/** How many invocations a queue's mapping may start, and what is reserved for them. */

/** What a mapping's `maximum_concurrency` may be: ScalingConfig in Lambda's service model. */
export const LEAST_CONCURRENCY = 2;
const MOST_CONCURRENCY = 1000;

/** Bounds what a mapping starts; `whenNull` and `forOne` continue the sentences about null and about 1. */
export const maximumConcurrency = (whenNull: string, forOne: string) =>
  t.number({
    description: `Most invocations at a time. null is reserved_concurrency where that is set${whenNull}, and else leaves it to Lambda.`,
    optional: true,
    checks: [
      check.between(LEAST_CONCURRENCY, MOST_CONCURRENCY, `invocations, Lambda's bounds${forOne}`),
      check.wholeNumber(),
    ],
  });

/** Why a queue's consumer takes no smaller reserve: continues "be … to … executions". */
const WHY_TWO = "executions: a mapping starts 2 at least, and what the reserve throttles uses up its receives untried";

/** The reserve of a function that is fed by a mapping, and by nothing else. */
export const reservedForMapping = (instead: string) =>
  t.number({
    description:
      "Concurrent executions that are reserved for this function and that it cannot exceed; null shares the account's. The mapping never starts more, see maximum_concurrency.",
    optional: true,
    checks: [check.least(LEAST_CONCURRENCY, `${WHY_TWO}; ${instead}`), check.wholeNumber()],
  });

/** The same rule for a function that a mapping feeds in one mode only. @param name of the input with the function */
export const reserveSuitsMapping = (consumer: Consumer, name: string, instead: string): CrossCheck => ({
  about: `${name}.reserved_concurrency`,
  // Less than 1 is refused by itself.
  holds: implies(isSet(consumer.reservedConcurrency), () => not(equals(consumer.reservedConcurrency as number, 1))),
  must: `be at least ${LEAST_CONCURRENCY} ${WHY_TWO}; ${instead}`,
});

/**
 * What a mapping may start at a time: a mapping does not look at the function's reserve, and what is throttled counts as received.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const isConcurrencyBounded = (consumer: Consumer): Bool =>
  or(isSet(consumer.maximumConcurrency), () => isSet(consumer.reservedConcurrency));

/** For a consumer whose concurrency is bounded. */
export const concurrencyBound = (consumer: Consumer): number =>
  orElse(
    consumer.maximumConcurrency,
    smaller(orElse(consumer.reservedConcurrency, MOST_CONCURRENCY), MOST_CONCURRENCY),
  );

export const reservedCoversMaximum = (consumer: Consumer) => ({
  holds: implies(and(isSet(consumer.reservedConcurrency), isSet(consumer.maximumConcurrency)), () =>
    atLeast(consumer.reservedConcurrency as number, consumer.maximumConcurrency as number),
  ),
  must: "have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives",
});
