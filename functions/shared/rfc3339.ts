const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/i;

const MINUTE_MS = 60_000;

/**
 * Reads a time as RFC 3339 writes it (5.6): undefined for anything else. `Date.parse` does not decide: it makes March 2nd of February 30th,
 * takes 24:00, and refuses a leap second. What is finer than a millisecond is dropped; a leap second is the second that follows it.
 */
export function parseTime(text: string): Date | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [, , , , , , , fraction = "0", sign = "+", offsetHour = "00", offsetMinute = "00"] = found;
  if (hour > 23 || minute > 59 || second > 60 || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  // A month or a day that the calendar does not have comes out as another one.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
  local.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, "0")));
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const time = new Date(local.getTime() - offset * MINUTE_MS);
  return second < 60 || followsLeapSecond(time) ? time : undefined;
}

/** Leap seconds are at the end of June and of December, in UTC (RFC 3339, 5.7): what follows is the first minute of July or January. */
function followsLeapSecond(time: Date): boolean {
  const [month, day] = [time.getUTCMonth(), time.getUTCDate()];
  return (month === 0 || month === 6) && day === 1 && time.getUTCHours() === 0 && time.getUTCMinutes() === 0;
}
