import { hcl } from "../../lib/plain";

type Variables = Readonly<Record<string, unknown>>;
type Sets = Readonly<Record<string, Variables>>;

/** The values as arguments, each of them (keys of maps apart) as the expression that `refer` makes of it. */
export function referring(values: Variables, refer: (literal: string) => string): Record<string, unknown> {
  const within = (value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(within);
    return typeof value === "object" ? referring(value as Variables, refer) : `\${${refer(hcl(value))}}`;
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, within(value)]));
}

/** Every place in the values where something stands, items of lists and entries of maps being alike. */
export function placesOf(value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [`${path}[]`];
  if (typeof value !== "object") return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    placesOf(member, `${path}.${/^[a-z0-9_]+$/.test(key) ? key : "*"}`),
  );
}

/** As few of the sets of each module as reach every place that all of them reach. */
export function reachingAll(modules: Readonly<Record<string, Sets>>): Readonly<Record<string, Sets>> {
  return Object.fromEntries(
    Object.entries(modules).map(([module, sets]) => {
      const reached = new Set<string>();
      const most = Object.entries(sets).sort(([, left], [, right]) => placesOf(right).length - placesOf(left).length);
      const needed = most.filter(([, set]) => {
        const before = reached.size;
        for (const place of placesOf(set)) reached.add(place);
        return reached.size > before;
      });
      return [module, Object.fromEntries(needed)];
    }),
  );
}
