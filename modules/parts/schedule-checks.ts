import { check } from "../../lib/checks";
import { TIME_ZONES } from "./time-zones";

/**
 * Expressions of EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * Its documents leave open whether `rate(1 minutes)` is one; EventBridge itself refuses it, and `rate(1 minute)` is one for both.
 */

const anyCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);
const oneOf = (...items: readonly string[]) => `(?:${items.join("|")})`;

const MINUTE = "[0-5]?[0-9]";
const HOUR = oneOf("[01]?[0-9]", "2[0-3]");
const DAY = oneOf("0?[1-9]", "[12][0-9]", "3[01]");
const MONTH = oneOf(
  "0?[1-9]",
  "1[0-2]",
  ...["JAN", "FEB", "MAR", "APR", "MAY", "JUN"].map(anyCase),
  ...["JUL", "AUG", "SEP", "OCT", "NOV", "DEC"].map(anyCase),
);
const WEEKDAY = oneOf("[1-7]", ...["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"].map(anyCase));
const YEAR = oneOf("19[7-9][0-9]", "2[01][0-9]{2}");

/** `*`, `5`, `1-5`, `0/15`, and several of them; `others` are what one field alone knows. */
function field(item: string, ...others: readonly string[]): string {
  const part = oneOf(`${oneOf("[*]", `${item}(?:-${item})?`)}(?:/[1-9][0-9]*)?`, ...others);
  return `${part}(?:,${part})*`;
}

const DAYS = field(DAY, "L(?:-[0-9]+)?", "LW", `${DAY}W`);
const WEEKDAYS = field(WEEKDAY, "L", `${WEEKDAY}L`, `${WEEKDAY}#[1-5]`);
// One of the two says nothing.
const DAYS_MONTHS_WEEKDAYS = oneOf(`${DAYS} +${field(MONTH)} +[?]`, `[?] +${field(MONTH)} +${WEEKDAYS}`);
const CRON = `cron[(]${field(MINUTE)} +${field(HOUR)} +${DAYS_MONTHS_WEEKDAYS} +${field(YEAR)}[)]`;
const RATE = `rate[(]${oneOf(`1 ${oneOf("minute", "hour", "day")}`, `${oneOf("[2-9]", "[1-9][0-9]+")} ${oneOf("minutes", "hours", "days")}`)}[)]`;
/** Months and their days. Whether a year has a February 29th is more than a pattern should know. */
const DATE = oneOf(
  "02-(?:0[1-9]|[12][0-9])",
  "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
  "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
);
const AT = `at[(][0-9]{4}-${DATE}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][)]`;

export const schedule = check.matching(
  `^${oneOf(CRON, RATE, AT)}$`,
  "be a schedule such as cron(0 22 ? * FRI *), rate(5 minutes), rate(1 hour) or at(2027-01-31T22:00:00)",
);

export const timeZone = check.among(TIME_ZONES, "be a time zone of the IANA database, such as Europe/Berlin");
