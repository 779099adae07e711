/**
 * Reads the variables a function cannot run without. An empty value is a value.
 *
 * @throws when variables are not set, naming all of them at once.
 */
export function readEnvironment<Name extends string>(
  names: readonly Name[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => source[name] === undefined);
  if (missing.length > 0) {
    throw new Error(`Environment variables are not set: ${missing.join(", ")}. The pattern's module sets them.`);
  }
  return Object.fromEntries(names.map((name) => [name, source[name]])) as Record<Name, string>;
}
