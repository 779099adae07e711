/**
 * What a handler makes of its environment. A bundle may have several handlers, of which each function runs one and has the variables of that
 * one alone: what the others lack must not keep it from loading. So it is made at once where it can be, because the first call should not wait
 * for clients, and else at the first call, which then says what is missing.
 */
export function prepared<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  const get = () => {
    made ??= { value: make() };
    return made.value;
  };
  try {
    get();
  } catch {
    // Said at each call.
  }
  return get;
}
