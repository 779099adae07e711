import { bytesOf } from "../../lib/checks";
import { listOf } from "../../lib/entries";
import { enumeration, hasNone, intersection, prefixed } from "../../lib/lists";
import { add, and, atLeast, implies, isSet, not, orElse } from "../../lib/logic";
import type { Check, ValueOf } from "../../lib/types";
import type { Statement } from "../parts/iam";
import { charactersOf, MAX_CHARACTERS, ROLE_CHARACTERS } from "../parts/statement-checks";
import type { PatternTable } from "../parts/table";
import { accessActions, usesTable, type WebFunctionInput } from "./function-inputs";
import type { tableInput } from "./table-inputs";

const INDEX_ACTIONS = ["Query", "Scan"];

const actionsOf = (fn: WebFunctionInput): readonly string[] =>
  orElse<readonly string[]>(fn.tableActions, accessActions(fn.tableAccess));

/** As long as ARNs of tables get before the table's name, with a quotation mark. */
const LONGEST_ARN = '"arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/';

/** The role of a function that reads indexes names each of them; the ARNs share IAM's bound with the consumer's statements. */
export const policiesFit = (
  { name, table }: { readonly name: string; readonly table: ValueOf<typeof tableInput> },
  fn: WebFunctionInput,
): Check => ({
  holds: implies(and(isSet(table), not(hasNone(intersection(actionsOf(fn), INDEX_ACTIONS)))), () => {
    const arns = enumeration(listOf(table.indexes, (_, key) => `${LONGEST_ARN}${name}/index/${key}`));
    return atLeast(MAX_CHARACTERS, add(bytesOf(arns), charactersOf(orElse(fn.policyStatements, "[]"))));
  }),
  must: `have policy_statements that are, with the ARNs of table.indexes, at most ${MAX_CHARACTERS} characters: all inline policies of a role have ${ROLE_CHARACTERS}. Shorten the statements or the names of indexes, or give table_actions without Query and Scan`,
});

/** What a function may do with the table: its actions on the table, and those that indexes know on the indexes. */
export function tableStatements(table: PatternTable, fn: WebFunctionInput): Statement[] {
  const actions = actionsOf(fn);
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
