import type { UpgradeChanges } from "../../../../scripts/last-release";
import type { ResourceChange } from "../suite";

/** What takes something along for good when it goes: messages, items, logs, what is encrypted, and events that come meanwhile. */
const HOLDS_DATA =
  /^aws_(cloudwatch_log_group|dynamodb_table|kms_key|lambda_event_source_mapping|s3_|sns_topic|sqs_queue$)/;

/** How AWS's functions and their aliases change with their code. */
const FUNCTION_WITH_CODE = /^aws_lambda_(function|alias)$/;

/** Whether a change takes data along. */
export const losesData = ({ type, change }: ResourceChange): boolean =>
  HOLDS_DATA.test(type) && change.actions.includes("delete");

/** The addresses of functions and of their aliases. */
export const functionsIn = (changes: readonly ResourceChange[]): string[] =>
  changes
    .filter(({ type }) => FUNCTION_WITH_CODE.test(type))
    .map(({ address }) => address)
    .sort();

/** A plan's changes by what happens. @param known why something that is replaced or deleted may go; who is not there is to be explained */
export function changesOf(
  changes: readonly ResourceChange[],
  known: Pick<UpgradeChanges, "replaced" | "deleted"> = { replaced: {}, deleted: {} },
): UpgradeChanges {
  const of = (...wanted: readonly string[]) =>
    changes
      .filter(({ change }) => wanted.includes(change.actions.join("+")))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
  const explained = (gone: readonly ResourceChange[], why: Readonly<Record<string, string>>) =>
    Object.fromEntries(gone.map(({ address }) => [address, why[address] ?? ""]));
  return {
    created: of("create").map(({ address }) => address),
    updated: Object.fromEntries(of("update").map((change) => [change.address, changedArguments(change).join(", ")])),
    replaced: explained(of("delete+create", "create+delete"), known.replaced),
    deleted: explained(of("delete"), known.deleted),
  };
}

/** What is known only after the apply has changed as well, as far as anybody knows: it has a question mark. */
function changedArguments({ change: { before, after, after_unknown } }: ResourceChange): string[] {
  const names = Object.keys({ ...before, ...after, ...after_unknown }).sort();
  const textOf = (value: unknown) => JSON.stringify(value ?? null);
  return names.flatMap((name) => {
    if (after_unknown[name] === true) return [`${name}?`];
    return textOf(before?.[name]) === textOf(after?.[name]) ? [] : [name];
  });
}
