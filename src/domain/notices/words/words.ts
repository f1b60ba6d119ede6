// Gives the words of notices in a channel's language. The type checker holds that each
// language has every word.
import type { NoticeLanguage } from "#domain/notices/message.ts";
import { en, type NoticeWords } from "./en.ts";
import { ja } from "./ja.ts";

export type { NoticeWords };

const words: Readonly<Record<NoticeLanguage, NoticeWords>> = { en, ja };

export const wordsOf = (language: NoticeLanguage): NoticeWords => words[language];
