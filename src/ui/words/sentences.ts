// Gives sentences about runs, crawls and the service, which other parts make in English,
// in a viewer's language: reasons, messages, steps of trials. A sentence that is not known
// stays as it is.
import { failurePatternsJa } from "#domain/runs/failures-ja.ts";
import { createTranslator } from "#domain/translate.ts";
import { sentencesJa } from "./sentences-ja.ts";
import type { Language } from "./words.ts";

const translators: Readonly<Record<Language, (sentence: string) => string | null>> = {
  en: (sentence) => sentence,
  ja: createTranslator([...failurePatternsJa, ...sentencesJa]),
};

export const sentenceIn = (language: Language, sentence: string): string =>
  translators[language](sentence) ?? sentence;
