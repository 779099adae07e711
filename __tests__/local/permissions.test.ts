import fc from "fast-check";
import { permissionReport } from "../../local/permissions";
import type { CallRecord } from "../../local/records";

const call = (role: string, action: string, resource: string, allowed = true): CallRecord => ({
  at: 0,
  caller: `arn:aws:sts::123456789012:assumed-role/${role}/function`,
  action,
  resource,
  allowed,
});
const grant = (action: string, resource: string) => ({ role: "worker", action, resource });

const QUEUE = "arn:aws:sqs:us-east-1:123456789012:jobs";

test.each([
  ["the same words", grant("sqs:SendMessage", QUEUE), call("worker", "sqs:SendMessage", QUEUE), true],
  ["another case of the action", grant("SQS:sendmessage", QUEUE), call("worker", "sqs:SendMessage", QUEUE), true],
  ["wildcards", grant("sqs:Send*", "arn:aws:sqs:*:*:job?"), call("worker", "sqs:SendMessage", QUEUE), true],
  ["an API without resources", grant("sqs:ListQueues", QUEUE), call("worker", "sqs:ListQueues", "*"), true],
  ["a dot that is no wildcard", grant("sqs:SendMessage", "a.b"), call("worker", "sqs:SendMessage", "acb"), false],
  ["another resource", grant("sqs:SendMessage", `${QUEUE}-2`), call("worker", "sqs:SendMessage", QUEUE), false],
  ["another role", grant("sqs:SendMessage", QUEUE), call("accept", "sqs:SendMessage", QUEUE), false],
  ["a call that was refused", grant("sqs:SendMessage", QUEUE), call("worker", "sqs:SendMessage", QUEUE, false), false],
])("a grant is used by %s: %#", (_, granted, made, used) => {
  expect(permissionReport([made], [granted]).unused).toEqual(used ? [] : [granted]);
});

test("refused calls are counted by role, action and resource", () => {
  const refused = call("worker", "sqs:SendMessage", QUEUE, false);
  expect(permissionReport([refused, refused, call("worker", "sqs:SendMessage", "other", false)], []).denied).toEqual([
    { role: "worker", action: "sqs:SendMessage", resource: QUEUE, reason: "ImplicitDeny", count: 2 },
    { role: "worker", action: "sqs:SendMessage", resource: "other", reason: "ImplicitDeny", count: 1 },
  ]);
});

test("callers that are no roles are left out", () => {
  const root = { ...call("x", "sqs:SendMessage", QUEUE, false), caller: "arn:aws:iam::123456789012:root" };
  expect(permissionReport([root], [])).toEqual({ denied: [], unused: [] });
});

test("whatever the name, a grant on exactly this resource is used by it", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      expect(permissionReport([call("worker", "a:B", name)], [grant("a:B", name)]).unused).toEqual([]);
    }),
  );
});
