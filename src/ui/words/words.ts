// Gives the words of the pages in a viewer's language. The type checker holds that each
// language has every word.
import { en, type Words } from "./en.ts";
import { ja } from "./ja.ts";

export type { Words };

const words = { en, ja } satisfies Record<string, Words>;

export type Language = keyof typeof words;

export const languages = Object.keys(words) as Language[];

export const wordsIn = (language: Language): Words => words[language];
