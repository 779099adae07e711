import type { Inputs } from "../../lib/inputs";
import { snakeCase } from "../../lib/names";
import { toTerraform } from "../../lib/plain";
import type { Members, PlainMembers } from "../../lib/types";

/** Props of a construct as values of its module's variables. */
export function variablesOf<M extends Members>(
  { members }: Inputs<M>,
  props: PlainMembers<M>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => {
      const type = members[key];
      return type && value !== undefined ? [[snakeCase(key), toTerraform(type, value)]] : [];
    }),
  );
}
