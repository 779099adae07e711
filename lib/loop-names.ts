/** What the entry of a loop is called where an expression is written: `each` in a resource, variables in a `for`. */
export interface LoopNames {
  readonly key: string;
  readonly value: string;
}

// A private-use character cannot occur in AWS names or JSON policies that anybody writes.
const MARK = "\uE001";
const IN_RESOURCE: LoopNames = { key: "each.key", value: "each.value" };
const renamed = new Map<string, LoopNames>();

/** The address of a loop's key or value, to be named when it is written. */
export function placeholder(loop: string, part: keyof LoopNames): string {
  return `${MARK}${loop}.${part}${MARK}`;
}

/** The text with each placeholder named. */
export function named(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replace(/\uE001([^\uE001]+)\.(key|value)\uE001/g, (_, loop: string, part: keyof LoopNames) => {
    return (renamed.get(loop) ?? IN_RESOURCE)[part];
  });
}

/** Does the work, in which the loop's entry has other names. */
export function withNames<T>(loop: string, names: LoopNames, work: () => T): T {
  const before = renamed.get(loop);
  renamed.set(loop, names);
  try {
    return work();
  } finally {
    if (before) renamed.set(loop, before);
    else renamed.delete(loop);
  }
}
