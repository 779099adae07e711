import type { Clients } from "./suite";

/** IAM users that have one policy each and nothing else: name → where the root has the policy, such as `module.jobs.invoke_policy_json`. */
export type CallerPolicies<Caller extends string> = Readonly<Record<Caller, string>>;

interface CallerBlocks {
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly output: Readonly<Record<string, object>>;
}

/** What a root needs for the callers. @param prefix of the users' names */
export function callerBlocks(prefix: string, policies: CallerPolicies<string>): CallerBlocks {
  const callers = Object.entries(policies);
  const each = <T>(make: (caller: string, policy: string) => T) =>
    Object.fromEntries(callers.map(([caller, policy]) => [caller, make(caller, policy)]));
  const user = (caller: string) => `\${aws_iam_user.${caller}.name}`;
  return {
    resource: {
      aws_iam_user: each((caller) => ({ name: `${prefix}-${caller}` })),
      aws_iam_access_key: each((caller) => ({ user: user(caller) })),
      aws_iam_user_policy: each((caller, policy) => ({ name: caller, user: user(caller), policy: `\${${policy}}` })),
    },
    output: Object.fromEntries(
      callers.map(([caller]) => {
        const key = `aws_iam_access_key.${caller}`;
        const value = { accessKeyId: `\${${key}.id}`, secretAccessKey: `\${${key}.secret}` };
        return [`key_${caller}`, { value, sensitive: true }];
      }),
    ),
  };
}

/** A call, and who may make it. It resolves when it was allowed and rejects when it was denied. */
export interface Call<Suite, Caller extends string> {
  readonly what: string;
  readonly allowed: readonly Caller[];
  readonly make: (suite: Suite, clients: Clients) => Promise<unknown>;
}

const DENIED = /403|AccessDenied|not authorized/i;

/** A test for each caller and call: allowed or refused, as the table says. */
export function callerTests<Caller extends string, Suite extends { caller(name: Caller): Clients }>(
  suite: () => Suite,
  callers: readonly Caller[],
  calls: readonly Call<Suite, Caller>[],
): void {
  const cases = calls.flatMap((call) =>
    callers.map((caller) => [caller, call.allowed.includes(caller) ? "may" : "must not", call.what, call] as const),
  );
  test.each(cases)("the %s %s %s", async (caller, verdict, _, { make }) => {
    const result = make(suite(), suite().caller(caller)).then(
      () => "may",
      (error: Error) => (DENIED.test(`${error.name} ${error.message}`) ? "must not" : error),
    );
    expect(await result).toBe(verdict);
  });
}
