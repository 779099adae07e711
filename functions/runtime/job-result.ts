import { MAX_RESULT_BYTES } from "../queue-load-leveling/contract";

/** What a row keeps of a worker's return value: its JSON text, or why not; neither when the worker returned nothing. */
export type JobResult = { readonly result: string } | { readonly result_omitted: string } | Record<string, never>;

/** A value as a row keeps it. Never throws: the work is done, and a result that cannot be kept must not make it be done again. */
export function jobResultOf(value: unknown): JobResult {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    return { result_omitted: "The result cannot be written as JSON." };
  }
  if (text === undefined) return {};
  const bytes = Buffer.byteLength(text);
  return bytes <= MAX_RESULT_BYTES
    ? { result: text }
    : { result_omitted: `The result has ${bytes} bytes of JSON; at most ${MAX_RESULT_BYTES} are kept.` };
}
