import { MAX_RESULT_BYTES } from "../queue-load-leveling/contract";
import { jsonOf } from "../shared/json-loss";
import { storableText } from "../shared/storable-text";

/** A place deep in a result has a long name. */
const MAX_REASON_BYTES = 1_000;

/** What a row keeps of a worker's return value: its JSON text, or why not; neither when the worker returned nothing. */
export type JobResult = { readonly result: string } | { readonly result_omitted: string } | Record<string, never>;

/** A value as a row keeps it. Never throws: the work is done, and a result that cannot be kept must not make it be done again. */
export function jobResultOf(value: unknown): JobResult {
  if (value === undefined) return {};
  const json = jsonOf(value, "The result");
  if ("fault" in json) return { result_omitted: storableText(json.fault, MAX_REASON_BYTES) };
  const { text } = json;
  const bytes = Buffer.byteLength(text);
  return bytes <= MAX_RESULT_BYTES
    ? { result: text }
    : { result_omitted: `The result has ${bytes} bytes of JSON; at most ${MAX_RESULT_BYTES} are kept.` };
}
