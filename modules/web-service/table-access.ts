import { hasNone, intersection, prefixed } from "../../lib/lists";
import { and, not, orElse } from "../../lib/logic";
import type { Statement } from "../parts/iam";
import type { PatternTable } from "../parts/table";
import { accessActions, usesTable, type WebFunctionInput } from "./function-inputs";

const INDEX_ACTIONS = ["Query", "Scan"];

/** What a function may do with the table: its actions on the table, and those that indexes know on the indexes. */
export function tableStatements(table: PatternTable, fn: WebFunctionInput): Statement[] {
  const actions = orElse<readonly string[]>(fn.tableActions, accessActions(fn.tableAccess));
  const onIndexes = intersection(actions, INDEX_ACTIONS);
  return [
    { sid: "UseTable", actions: prefixed("dynamodb:", actions), resources: [table.arn], when: usesTable(fn) },
    {
      sid: "UseIndexes",
      actions: prefixed("dynamodb:", onIndexes),
      resources: table.indexArns,
      when: and(not(hasNone(onIndexes)), not(hasNone(table.indexArns))),
    },
  ];
}
