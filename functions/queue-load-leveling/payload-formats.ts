import { isIPv4, isIPv6 } from "node:net";
import { parseTime } from "../shared/rfc3339";

/**
 * The formats of JSON Schema that are checked, with what decides. A schema with another one is refused at plan: `format` that nobody checks is a
 * promise that nobody keeps. There is no `email` and no `hostname` among them: what these are is for a `pattern` to say.
 */
export const PAYLOAD_FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) => parseTime(text) !== undefined,
  date: (text) => parseTime(`${text}T00:00:00Z`) !== undefined,
  // Of days around a leap second: east of Greenwich it was the next day already.
  time: (text) => ["2016-12-31", "2017-01-01"].some((day) => parseTime(`${day}T${text}`) !== undefined),
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  ipv4: (text) => isIPv4(text),
  // Without a zone, which says nothing elsewhere.
  ipv6: (text) => isIPv6(text) && !text.includes("%"),
  // ASCII and no spaces (RFC 3986); URL.canParse would encode them.
  uri: (text) => /^[a-z][a-z0-9+.-]*:[!-~]*$/i.test(text) && !/[\\"<>^`{|}]|%(?![0-9a-f]{2})/i.test(text),
};
