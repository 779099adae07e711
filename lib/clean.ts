/** Number tokens of cdktf are doubles near -1.888e+289; nothing real is beyond this. */
const LARGEST_REAL_NUMBER = 1e200;
const LEAKED_TEXT =
  /TfToken\[|[Tt]oken\[TOKEN|\de\+2[89]\d|<terraform expression>|<unresolved-token>|String Map Token Value/;

/**
 * Refuses a document into which a token leaked: cdktf writes garbage, and no error, where a token was used in arithmetic, in a
 * template literal or as a map key.
 * @param constructAt the path of the construct behind `aws_x.y`, for the message
 * @throws Error with the place, the construct and the cure
 */
export function assertClean(
  document: unknown,
  constructAt: (address: string) => string | undefined = () => undefined,
): void {
  visit(document, [], (path, leaked) => {
    const [kind, ...address] = kindless(path);
    const construct = constructAt([...kind, ...address].join("."));
    const where = construct ? `${construct} (${path.join(".")})` : path.join(".");
    throw new Error(
      `${where}: a value that only Terraform knows was used in JavaScript and came out as ${JSON.stringify(leaked)}; ` +
        "use the helpers of lib/logic (multiply, add, choose, merge, tf`…`) on it",
    );
  });
}

function visit(
  value: unknown,
  path: readonly string[],
  refuse: (path: readonly string[], leaked: unknown) => never,
): void {
  if (typeof value === "number" && (!Number.isFinite(value) || Math.abs(value) > LARGEST_REAL_NUMBER))
    refuse(path, value);
  if (typeof value === "string" && LEAKED_TEXT.test(value)) refuse(path, value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "//") continue;
    if (LEAKED_TEXT.test(key)) refuse(path, key);
    visit(member, [...path, key], refuse);
  }
}
