/** Notes in a table which events it handled, in their order, and fails as long as a switch is off. */
import { type CloudEvent, eventSubscriber, PermanentError } from "../../../../functions/runtime";
import { isOn, note, subscriber } from "./sink";

/** What the recorder reads of an event's data. */
export interface RecordedData {
  /** Subscriber that needs the switch of this name, and fails without it. */
  readonly trouble?: { readonly subscriber: string; readonly needs: string; readonly permanent?: true };
}

export const handler = eventSubscriber<RecordedData>(async ({ id, data }: CloudEvent<RecordedData>, { groupId }) => {
  const own = data.trouble?.subscriber === subscriber ? data.trouble : undefined;
  const needs = own?.needs ?? process.env["NEEDS"];
  if (needs !== undefined && !(await isOn(needs))) {
    const why = `The switch ${needs} is off.`;
    throw own?.permanent ? new PermanentError(why) : new Error(why);
  }
  await note(groupId ?? id, id);
});
