import { TABLE_ENVIRONMENT } from "../../functions/web-service/contract";
import { check } from "../../lib/checks";
import { enumeration, hasNone, intersection, isSubset, lookup, namesOf } from "../../lib/lists";
import { atLeast, equals, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { functionMembers, functionRules } from "../parts/inputs";
import { schedule } from "../parts/schedule-checks";

const READ = ["BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"];
const WRITE = ["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"];

/** DynamoDB actions of each level of `table_access`. A transaction needs those of its parts. */
const ACTIONS_BY_ACCESS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  read: READ,
  write: WRITE,
  read_write: [...new Set([...READ, ...WRITE])].sort(),
};

/** The actions that a level of `table_access` stands for. */
export const accessActions = (access: string): readonly string[] => lookup(ACTIONS_BY_ACCESS, access, []);

const members = {
  ...functionMembers,
  tableAccess: t.string({
    description: "What the function may do with the table: none, read, write or read_write.",
    default: "none",
    checks: [check.oneOf(Object.keys(ACTIONS_BY_ACCESS))],
  }),
  tableActions: t.strings({
    description:
      'Exact DynamoDB actions, such as ["GetItem", "Query"], out of those that table_access stands for; null allows them all.',
    optional: true,
    checks: [check.notEmpty("an action")],
  }),
  provisionedConcurrency: t.number({
    description: "Executions that are kept initialised, which costs by the hour; null keeps none.",
    optional: true,
    checks: [check.aboveZero("executions"), check.wholeNumber()],
  }),
  warmUp: t.object(
    {
      schedule: t.string({
        description: "When the function is called, such as rate(5 minutes).",
        default: "rate(5 minutes)",
        checks: [schedule],
      }),
    },
    {
      description:
        'A schedule that calls the function with { "warmUp": true }, so that one environment stays ready. `httpHandler` of the runtime answers it at once; null calls nothing.',
      optional: true,
    },
  ),
};

export type WebFunctionInput = ValueMembers<typeof members>;

/** A function of a service: the consumer's code, and what it may do. */
export const functionInput = t.object(members, {
  description: "A function of the service.",
  checks: [
    ...functionRules,
    (fn) => ({
      holds: implies(fn.snapStart, not(isSet(fn.provisionedConcurrency))),
      must: "have no provisioned_concurrency together with snap_start: Lambda takes one of them",
    }),
    (fn) => ({
      holds: implies(isSet(fn.tableActions), () =>
        isSubset(fn.tableActions as string[], accessActions(fn.tableAccess)),
      ),
      must: `have only table_actions of its table_access (${enumeration(accessActions(fn.tableAccess))}): raise table_access, or leave the action out`,
    }),
    (fn) => ({
      holds: implies(usesTable(fn), () => hasNone(intersection(namesOf(fn.environment), TABLE_ENVIRONMENT))),
      must: `not set ${enumeration(TABLE_ENVIRONMENT)} in its environment, which the module sets for its table_access`,
    }),
    (fn) => ({
      holds: implies(isSet(fn.provisionedConcurrency), () =>
        implies(isSet(fn.reservedConcurrency), () =>
          atLeast(fn.reservedConcurrency as number, fn.provisionedConcurrency as number),
        ),
      ),
      must: "have a reserved_concurrency of at least provisioned_concurrency",
    }),
  ],
});

/** Whether a function uses the table at all. */
export const usesTable = (fn: WebFunctionInput) => not(equals(fn.tableAccess, "none"));
