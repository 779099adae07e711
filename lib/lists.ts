import { Token } from "cdktf";
import { type Bool, Expression, encodeLike, isUnknown, raw, tf } from "./expression";

/** Helpers for lists and maps of texts. As those of `logic`, each decides at synth for literals and in Terraform for tokens. */

/** Terraform's order of the keys of a map. */
export const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** The members of all lists, in order. */
export function concat(...lists: readonly (readonly string[])[]): string[] {
  return isUnknown(lists)
    ? Token.asList(new Expression(["concat(", ...lists.slice(1).map(() => ", "), ")"], lists))
    : lists.flat();
}

/** The members of all the lists in a list of which Terraform alone may know how many there are. */
export function flatten(lists: readonly (readonly string[])[]): string[] {
  return isUnknown(lists) ? Token.asList(tf`flatten(${lists})`) : lists.flat();
}

/** The texts that are set and not empty, each once. */
export function distinct(texts: readonly (string | undefined)[]): string[] {
  if (isUnknown(texts)) return Token.asList(tf`distinct(compact(${texts}))`);
  return [...new Set(texts)].flatMap((text) => (text ? [text] : []));
}

/** Whether all the texts are among the others. */
export function isSubset(texts: readonly string[], of: readonly string[]): Bool {
  if (isUnknown(texts) || isUnknown(of)) return tf`length(setsubtract(${texts}, ${of})) == 0`;
  return texts.every((text) => of.includes(text));
}

/** The keys of a map of texts, in Terraform's order. */
export function namesOf(map: Readonly<Record<string, string>>): string[] {
  return isUnknown(map) ? Token.asList(tf`keys(${map})`) : Object.keys(map).sort(byBytes);
}

/** The values of a map of texts, in the order of their keys. */
export function valuesOf(map: Readonly<Record<string, string>>): string[] {
  return isUnknown(map) ? Token.asList(tf`values(${map})`) : namesOf(map).map((name) => map[name] as string);
}

/** The texts that are among the others, in their own order. */
export function intersection(texts: readonly string[], others: readonly string[]): string[] {
  if (isUnknown(texts) || isUnknown(others))
    return Token.asList(tf`[for text in ${texts} : text if contains(${others}, text)]`);
  return texts.filter((text) => others.includes(text));
}

/** Whether the list holds nothing. */
export function hasNone(texts: readonly string[]): Bool {
  return isUnknown(texts) ? tf`length(${texts}) == 0` : texts.length === 0;
}

/** How many texts there are. */
export function lengthOf(texts: readonly string[]): number {
  return isUnknown(texts) ? Token.asNumber(tf`length(${texts})`) : texts.length;
}

/** Whether no text is there twice. */
export function areDistinct(texts: readonly string[]): Bool {
  return isUnknown(texts) ? tf`length(distinct(${texts})) == length(${texts})` : new Set(texts).size === texts.length;
}

/** Each text with the prefix before it. */
export function prefixed(prefix: string, texts: readonly string[]): string[] {
  if (isUnknown(prefix) || isUnknown(texts))
    return Token.asList(tf`[for text in ${texts} : join("", [${prefix}, text])]`);
  return texts.map((text) => `${prefix}${text}`);
}

/** Each text, with what matches a pattern replaced, one pattern after the other; `$1` is its first group. */
export function replaced(texts: readonly string[], replacements: readonly (readonly [string, string])[]): string[] {
  if (isUnknown(texts)) {
    const last = replacements.reduce(
      (text, [pattern, by]) => tf`replace(${text}, ${`/${pattern}/`}, ${by})`,
      raw("text"),
    );
    return Token.asList(tf`[for text in ${texts} : ${last}]`);
  }
  return texts.map((text) =>
    replacements.reduce((left, [pattern, by]) => left.replace(new RegExp(pattern, "gu"), by), text),
  );
}

/** The value of a key, or the fallback where the map has none. */
export function lookup<T>(map: Readonly<Record<string, T>>, key: string, fallback: T): T {
  if (isUnknown(map) || isUnknown(key)) return encodeLike(fallback, tf`lookup(${map}, ${key}, ${fallback})`);
  return Object.hasOwn(map, key) ? (map[key] as T) : fallback;
}

/** Each text in quotation marks. */
export function quoted(texts: readonly string[]): string[] {
  if (isUnknown(texts)) return Token.asList(tf`[for text in ${texts} : format(${'"%s"'}, text)]`);
  return texts.map((text) => `"${text}"`);
}

/** The texts of a list that match, or do not. */
export function matching(texts: readonly string[], pattern: string, wanted = true): string[] {
  const test = tf`can(regex(${pattern}, text))`;
  if (isUnknown(texts)) return Token.asList(tf`[for text in ${texts} : text if ${wanted ? test : tf`!${test}`}]`);
  return texts.filter((text) => new RegExp(pattern, "u").test(text) === wanted);
}

/** The texts in one, with commas between them. */
export function enumeration(texts: readonly string[]): string {
  return isUnknown(texts) ? Token.asString(tf`join(", ", ${texts})`) : texts.join(", ");
}
