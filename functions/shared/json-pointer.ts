/** A JSON pointer (RFC 6901) as a URI fragment, such as `#/customer/email`. */
export const pointerFragment = (pointer: string): string =>
  // encodeURI throws for a lone surrogate, which a key in JSON may have.
  `#${encodeURI(pointer.replaceAll(/\p{Surrogate}/gu, "\ufffd"))}`;

/** The JSON pointer to where a path of keys leads. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
