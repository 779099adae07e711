import fc from "fast-check";
import { parseTime } from "../../../functions/shared/rfc3339";

test.each([
  ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31T12:00:00.5+02:00", "2026-01-31T10:00:00.500Z"],
  ["2026-01-31T12:00:00.123456789Z", "2026-01-31T12:00:00.123Z"],
  ["2026-01-31T23:30:00-23:59", "2026-02-01T23:29:00.000Z"],
  ["2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
  ["0099-03-01T00:00:00Z", "0099-03-01T00:00:00.000Z"],
  ["0000-02-29T00:00:00Z", "0000-02-29T00:00:00.000Z"],
  ["1990-12-31T23:59:60Z", "1991-01-01T00:00:00.000Z"],
  ["1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00.000Z"],
  ["2015-06-30T23:59:60.25Z", "2015-07-01T00:00:00.250Z"],
])("%s is a time", (text, time) => {
  expect(parseTime(text)?.toISOString()).toBe(time);
});

test.each([
  "2026-02-30T00:00:00Z",
  "2026-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-06-31T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-01-32T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T00:60:00Z",
  "2026-01-01T00:00:61Z",
  "2026-01-01T00:00:60Z",
  "2026-12-31T22:59:60Z",
  "2026-12-31T23:59:60+01:00",
  "2026-01-01T00:00:00+24:00",
  "2026-01-01T00:00:00+00:60",
  "2026-01-01T00:00:00",
  "2026-01-01 00:00:00Z",
  "2026-01-01T00:00Z",
  "2026-01-01T00:00:00.Z",
  "2026-01-01T00:00:00,5Z",
  "2026-01-01T00:00:00+0100",
  "2026-01-01T00:00:00+01",
  "2026-01-01",
  "2026-1-1T0:0:0Z",
  "+002026-01-01T00:00:00Z",
  "２０２６-01-01T00:00:00Z",
  " 2026-01-01T00:00:00Z",
  "2026-01-01T00:00:00Z\n",
  "Thu, 01 Jan 2026 00:00:00 GMT",
  "1767225600",
  "",
])("%j is none", (text) => {
  expect(parseTime(text)).toBeUndefined();
});

test("what JavaScript writes is read as the same time, in any offset", () => {
  const date = fc.date({
    min: new Date("0001-01-02T00:00:00Z"),
    max: new Date("9998-12-30T00:00:00Z"),
    noInvalidDate: true,
  });
  const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
  fc.assert(
    fc.property(date, offset, (time, minutes) => {
      expect(parseTime(time.toISOString())?.getTime()).toBe(time.getTime());
      const local = new Date(time.getTime() + minutes * 60_000).toISOString().slice(0, -1);
      const digits = (value: number) => String(value).padStart(2, "0");
      const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map(digits);
      expect(parseTime(`${local}${minutes < 0 ? "-" : "+"}${hour}:${minute}`)?.getTime()).toBe(time.getTime());
    }),
  );
});
