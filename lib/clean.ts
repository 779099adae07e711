/** Number tokens of cdktf are doubles near -1.888e+289; nothing real is beyond this. */
const LARGEST_REAL_NUMBER = 1e200;
const LEAKED_TEXT =
  /TfToken\[|[Tt]oken\[TOKEN|\de\+2[89]\d|<terraform expression>|<unresolved-token>|String Map Token Value|\[object Object\]/;

type Path = readonly string[];

/**
 * Refuses a document that came out wrong without an error of cdktf's:
 * - a token leaked: it was used in arithmetic, a template literal or as a map key, and became garbage;
 * - a resource with `count` or `for_each` is read without an index, which validates and fails at plan.
 * @param constructAt the path of the construct behind `aws_x.y`, `data.aws_x.y` or `output.z`, for the message
 * @throws Error with the place, the construct and the cure
 */
export function assertClean(
  document: Readonly<Record<string, unknown>>,
  constructAt: (address: string) => string | undefined = () => undefined,
): void {
  const refuse = (path: Path, what: string): never => {
    const construct = constructAt(addressOf(path));
    throw new Error(`${construct ? `${construct} (${path.join(".")})` : path.join(".")}: ${what}`);
  };
  const unindexed = unindexedReferences(document);
  visit(document, [], (value, path) => {
    if (isLeaked(value))
      refuse(
        path,
        `a value that only Terraform knows was used in JavaScript and came out as ${JSON.stringify(value)}; ` +
          "use the helpers of lib/logic (multiply, add, choose, merge, tf`…`) on it",
      );
    const read = typeof value === "string" && value.includes("${") ? unindexed?.exec(value)?.[0] : undefined;
    if (read)
      refuse(
        path,
        `${read} is read, but the resource may exist several times or not at all; make it by when() and read it by get() or its()`,
      );
  });
}

function isLeaked(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value) || Math.abs(value) > LARGEST_REAL_NUMBER;
  return typeof value === "string" && LEAKED_TEXT.test(value);
}

/** Reads of counted resources such as `aws_x.y.arn` and, for what has `for_each`, `aws_x.y.*.arn`; undefined where nothing is counted. */
function unindexedReferences(document: Readonly<Record<string, unknown>>): RegExp | undefined {
  const reads = ["resource", "data"].flatMap((kind) =>
    Object.entries((document[kind] ?? {}) as Readonly<Record<string, Readonly<Record<string, object>>>>).flatMap(
      ([type, group]) =>
        Object.entries(group).flatMap(([name, block]) => {
          const address = `${kind === "data" ? "data\\." : ""}${type}\\.${name}`;
          if ("for_each" in block) return [`${address}\\.[\\w*.]+`];
          return "count" in block ? [`${address}\\.\\w+`] : [];
        }),
    ),
  );
  return reads.length > 0 ? new RegExp(`(?<![\\w.-])(${reads.join("|")})`) : undefined;
}

function addressOf([kind, ...names]: Path): string {
  if (kind === "resource") return names.slice(0, 2).join(".");
  return [kind, ...names.slice(0, kind === "data" ? 2 : 1)].join(".");
}

/** Every value and every key of the document, except for cdktf's remarks. */
function visit(value: unknown, path: Path, look: (value: unknown, path: Path) => void): void {
  look(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "//") continue;
    look(key, path);
    visit(member, [...path, key], look);
  }
}
