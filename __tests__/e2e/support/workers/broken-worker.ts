/** A worker that dies without a word: it cannot even be loaded. */
throw new Error("This package cannot be loaded.");

export const handler = undefined;
