import { readFileSync } from "node:fs";
import * as contract from "../../../functions/queue-load-leveling/contract";
import { REDRIVE_LOCK_ID } from "../../../functions/shared/contract";

test("the contract imports nothing, so that infrastructure and functions can both import it", () => {
  expect(readFileSync(require.resolve("../../../functions/queue-load-leveling/contract"), "utf8")).not.toMatch(
    /^import /m,
  );
});

test("users' environments must not set any of the worker's variables", () => {
  expect(contract.RESERVED_WORKER_ENVIRONMENT).toEqual(contract.WORKER_ENVIRONMENT);
});

test("rows that are no jobs have ids that no job can have", () => {
  expect(contract.RATE_ROW_ID).not.toMatch(contract.JOB_ID_PATTERN);
  expect(REDRIVE_LOCK_ID).not.toMatch(contract.JOB_ID_PATTERN);
  expect(`${contract.AUDIT_ROW_PREFIX}1`).not.toMatch(contract.JOB_ID_PATTERN);
});
