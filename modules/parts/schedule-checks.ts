import { check } from "../../lib/checks";

/** An expression of EventBridge Scheduler. */
export const schedule = check.matching("^(cron|rate|at)[(].+[)]$", "be a schedule such as cron(0 22 ? * FRI *)");
