// Translates sentences that other parts make in English, by patterns with holes: "There
// is no target {}." Refuses to guess: a sentence without a pattern stays as it is.
import { memoize } from "#domain/memo.ts";

/**
 * A sentence, in which {} is a hole, and its translation, in which {1} is the first
 * hole's text and {1!} its translation. A function gives null when the pattern does not
 * fit after all.
 */
export type Pattern = {
  from: string;
  to: string | ((...holes: string[]) => string | null);
};

// Matching takes time with the square of the length, and strangers choose what is quoted.
const longestSentence = 3_000;

/** Gives a function that translates by the first pattern that fits; null without any. */
export function createTranslator(
  patterns: readonly Pattern[],
): (sentence: string) => string | null {
  const compile = memoize(1, () =>
    patterns.map(({ from, to }) => ({ form: formOf(from), to })),
  );
  const translateWhole = (sentence: string): string | null => {
    for (const { form, to } of compile()) {
      const [whole, ...holes] = form.exec(sentence) ?? [];
      if (whole === undefined) continue;
      const text = typeof to === "string" ? fill(to, holes, translate) : to(...holes);
      if (text !== null) return text;
    }
    return null;
  };
  const translate = (text: string): string | null => {
    if (text.length > longestSentence) return null;
    // First by sentences: a hole would take in the sentence before.
    const sentences = text.split(/(?<=[.?]) (?=[A-Z0-9"])/).map(translateWhole);
    return sentences.every((sentence) => sentence !== null)
      ? sentences.join("")
      : translateWhole(text);
  };
  return translate;
}

/** {} takes anything but an end of line; the sentence ends where the text does. */
const formOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split("{}")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join("(.+?)")}$`,
  );

const fill = (
  template: string,
  holes: readonly string[],
  translate: (text: string) => string | null,
): string =>
  template.replace(/\{(\d)(!?)\}/g, (_, place: string, isTranslated: string) => {
    const hole = holes[Number(place) - 1] ?? "";
    return isTranslated ? (translate(hole) ?? hole) : hole;
  });
