// Quotes how a text begins, in one line, for the sentence that says why it was not read.
import { cutToChars } from "#domain/cut.ts";

/** Characters that are shown, and those that are looked at for them. */
const shown = 60;
const looked = 4 * shown;

export const quoteShort = (text: string): string =>
  JSON.stringify(cutToChars(text.slice(0, looked).replace(/\s+/g, " ").trim(), shown));
