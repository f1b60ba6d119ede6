// Writes a text as a pattern that takes just that text.

/** As steps take them (http/readings/step-documents). */
export const mostPatternCharacters = 300;

/** RE2 takes a backslash before any sign. */
export const escapePattern = (text: string): string =>
  text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

/** Without half a character at an end. */
export const wholeCharacters = (text: string): string =>
  text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
