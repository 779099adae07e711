import { lookup } from "../../lib/lists";
import { isSet, orElse } from "../../lib/logic";
import type { GuardedInput } from "../parts/store-guard";
import type { WebServiceInput } from "./inputs";

const TABLE = "the table, with the items in it";

/** What must not change while there are items in the table. */
export function storesOfService({ name, table }: WebServiceInput): readonly GuardedInput[] {
  const exists = isSet(table);
  const typeOf = (attribute: string) => lookup<string>(table.attributeTypes, attribute, "S");
  return [
    { about: "name", value: () => name, destroys: TABLE, exists },
    { about: "table.hash_key", value: () => table.hashKey, destroys: TABLE, exists },
    { about: "table.range_key", value: () => orElse(table.rangeKey, ""), destroys: TABLE, exists },
    {
      about: "table.attribute_types",
      // Of the table's own keys: a changed key of an index makes the index anew, from the table.
      value: () => `${typeOf(table.hashKey)}, ${typeOf(orElse(table.rangeKey, ""))}`,
      destroys: `${TABLE}: these are the types of its keys`,
      exists,
    },
  ];
}
