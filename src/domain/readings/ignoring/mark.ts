// Marks the places of a text where something is ignored, so that it shows in what is kept
// and told.

export const mark = "…";

/**
 * What must not stand before, or after, what is ignored: a letter, a digit, or a mark. As
 * a mark is among them, what is ignored once leaves nothing to ignore beside it.
 */
export const notBefore = `(?<![\\p{L}\\p{N}${mark}])`;
export const notAfter = `(?![\\p{L}\\p{N}${mark}])`;

/** Gives what ignores all that a pattern takes. The pattern must be linear. */
export const ignoreAll =
  (pattern: RegExp): ((text: string) => string) =>
  (text) =>
    text.replace(pattern, mark);
