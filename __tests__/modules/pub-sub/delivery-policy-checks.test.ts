import { deliveryPolicyChecks } from "../../../modules/pub-sub/delivery-policy-checks";
import { describeTexts } from "../../support/verdicts";

const http = (members: object) => JSON.stringify({ http: members });
const retry = (members: object) => http({ defaultHealthyRetryPolicy: members });

describeTexts({
  "delivery policies": {
    checks: deliveryPolicyChecks,
    good: [
      "{}",
      http({}),
      retry({}),
      retry({ numRetries: 0 }),
      retry({ numRetries: 100, minDelayTarget: 1, maxDelayTarget: 1 }),
      retry({ minDelayTarget: 20, maxDelayTarget: 3600, numRetries: 1 }),
      // The example of SNS's documentation, as a topic has it.
      http({
        defaultHealthyRetryPolicy: {
          minDelayTarget: 1,
          maxDelayTarget: 60,
          numRetries: 50,
          numNoDelayRetries: 3,
          numMinDelayRetries: 2,
          numMaxDelayRetries: 35,
          backoffFunction: "exponential",
        },
        defaultThrottlePolicy: { maxReceivesPerSecond: 10 },
        defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
        disableSubscriptionOverrides: false,
      }),
      retry({ minDelayTarget: 1, maxDelayTarget: 120, numRetries: 59, backoffFunction: "linear" }),
      retry({ minDelayTarget: 1, maxDelayTarget: 3000, numRetries: 100, backoffFunction: "EXPONENTIAL" }),
    ],
    bad: [
      "try again",
      "[]",
      "null",
      // A subscription's policy, not a topic's.
      '{"healthyRetryPolicy":{"numRetries":5}}',
      '{"https":{}}',
      '{"http":[]}',
      '{"http":null}',
      http({ defaultHealthyRetryPolicy: 5 }),
      http({ defaultHealthyRetryPolicy: null }),
      http({ defaultHealthyRetryPolicies: {} }),
      http({ disableSubscriptionOverrides: "false" }),
      http({ disableSubscriptionOverrides: { a: true } }),
      http({ defaultThrottlePolicy: { maxReceivesPerSecond: 0 } }),
      http({ defaultThrottlePolicy: { maxReceivesPerSecond: 0.5 } }),
      http({ defaultRequestPolicy: { headerContentType: "text/html" } }),
      retry({ numRetries: 101 }),
      retry({ numRetries: -1 }),
      retry({ numRetries: 1.5 }),
      retry({ numRetries: "5" }),
      retry({ retries: 5 }),
      retry({ minDelayTarget: 0 }),
      retry({ maxDelayTarget: 3601, numRetries: 1 }),
      retry({ backoffFunction: "quadratic" }),
      retry({ numRetries: { a: 1 } }),
      // Against the defaults.
      retry({ minDelayTarget: 21 }),
      retry({ maxDelayTarget: 19 }),
      retry({ numNoDelayRetries: 4 }),
      retry({ numRetries: 5, numNoDelayRetries: 2, numMinDelayRetries: 2, numMaxDelayRetries: 2 }),
      // Longer than an hour.
      retry({ minDelayTarget: 3599, maxDelayTarget: 3600 }),
      retry({ minDelayTarget: 1, maxDelayTarget: 120, numRetries: 60, backoffFunction: "linear" }),
      retry({ minDelayTarget: 37, maxDelayTarget: 37, numRetries: 98, backoffFunction: "geometric" }),
      retry({ minDelayTarget: 1, maxDelayTarget: 100, numRetries: 37, numMaxDelayRetries: 37 }),
    ],
  },
});
