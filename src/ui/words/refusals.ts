// Gives the refusals of the API, which are made in English, in a viewer's language. A
// refusal that is not known stays as it is.
import { createTranslator } from "#domain/translate.ts";
import { refusalsJa } from "./refusals-ja.ts";
import type { Language } from "./words.ts";

const translators: Readonly<Record<Language, (sentence: string) => string | null>> = {
  en: (sentence) => sentence,
  ja: createTranslator(refusalsJa),
};

export const refusalIn = (language: Language, sentence: string): string =>
  translators[language](sentence) ?? sentence;
