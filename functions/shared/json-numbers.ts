import { pointerTo } from "./json-pointer";

/** A number in a JSON text that JSON.parse would change. */
export interface LossyNumber {
  /** JSON pointer to it. */
  readonly pointer: string;
  readonly detail: string;
}

/** Only a number of sixteen digits or an exponent of three can lose something: most texts have neither, and need no second look. */
const SUSPICIOUS = /[\d.]{16}|[eE][+-]?\d{3}/;
const NUMBER = /-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
/** Other languages write a double with so many digits, although fewer would name it (C's %.17g). */
const DOUBLE_DIGITS = 17;
const DETAIL = "loses digits as a JSON number, which is a double; send it as a text";

/**
 * Numbers that do not come back from JSON.parse as they were written: whole numbers whose digits change (beyond 2^53 most do), decimals that are
 * no double written in up to 17 digits, and what is too large or too small for a double. RFC 7493 (I-JSON), 2.2, advises texts for all of them.
 *
 * @param text valid JSON
 */
export function lossyNumbers(text: string, limit: number): readonly LossyNumber[] {
  const found: LossyNumber[] = [];
  if (!SUSPICIOUS.test(text)) return found;
  /** Key or index of the member being read, for each array and object that is open. */
  const path: (string | number)[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length && found.length < limit; at++) {
    const character = text[at]!;
    if (character === '"') {
      const start = at;
      for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
      if (expectsKey) path[path.length - 1] = JSON.parse(text.slice(start, at + 1));
      expectsKey = false;
    } else if (character === "{" || character === "[") {
      path.push(character === "{" ? "" : 0);
      expectsKey = character === "{";
    } else if (character === "}" || character === "]") {
      path.pop();
      expectsKey = false;
    } else if (character === ",") {
      const last = path.at(-1)!;
      expectsKey = typeof last === "string";
      if (typeof last === "number") path[path.length - 1] = last + 1;
    } else if (character === "-" || (character >= "0" && character <= "9")) {
      NUMBER.lastIndex = at;
      const literal = NUMBER.exec(text)![0];
      if (losesDigits(literal)) found.push({ pointer: pointerTo(path), detail: DETAIL });
      at += literal.length - 1;
    }
  }
  return found;
}

/** Whether JSON.parse changes a number. */
export function losesDigits(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return true;
  const written = decimalOf(literal);
  const kept = decimalOf(String(value));
  if (written.digits === kept.digits && written.exponent === kept.exponent) return false;
  const { length } = written.digits;
  if (written.exponent >= 0 || kept.digits === "" || length > DOUBLE_DIGITS) return true;
  const asLong = decimalOf(value.toPrecision(length));
  return written.digits !== asLong.digits || written.exponent !== asLong.exponent;
}

/** A number as its digits, without zeros at both ends, times ten to the exponent. */
function decimalOf(literal: string): { readonly digits: string; readonly exponent: number } {
  NUMBER.lastIndex = 0;
  const [, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(literal)!;
  const all = (whole + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  if (digits === "") return { digits, exponent: 0 };
  return { digits, exponent: Number(exponent) - fraction.length + (all.length - digits.length) };
}
