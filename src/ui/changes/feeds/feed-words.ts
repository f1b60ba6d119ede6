// Holds the words of feeds of changes, in each language.
import type { ChangeKind } from "#domain/changes/change.ts";
import type { Language } from "#ui/words/words.ts";

export type FeedWords = {
  ofAll: string;
  ofTarget: (name: string) => string;
  ofTag: (tag: string) => string;
  kinds: Readonly<Record<ChangeKind, string>>;
  lines: (added: number, removed: number) => string;
  whole: string;
  added: string;
  removed: string;
  /** Says how many lines are left out. */
  more: (lines: number) => string;
  none: string;
};

const en: FeedWords = {
  ofAll: "Changes of all targets",
  ofTarget: (name) => `Changes of ${name}`,
  ofTag: (tag) => `Changes of targets with the tag ${tag}`,
  kinds: {
    first: "first content",
    changed: "changed",
    reverted: "is as it was before",
    minor: "hardly changed",
    learned: "differs by itself",
  },
  lines: (added, removed) =>
    `${added} ${added === 1 ? "line" : "lines"} added, ${removed} removed`,
  whole: "The contents differ so much that the whole counts as replaced.",
  added: "Added",
  removed: "Removed",
  more: (lines) => `and ${lines} more`,
  none: "none",
};

const ja: FeedWords = {
  ofAll: "全対象の変更",
  ofTarget: (name) => `${name} の変更`,
  ofTag: (tag) => `タグ「${tag}」の対象の変更`,
  kinds: {
    first: "最初の内容",
    changed: "変更",
    reverted: "以前の内容に戻りました",
    minor: "わずかな変更",
    learned: "取得のたびに変わる部分",
  },
  lines: (added, removed) => `${added} 行追加、${removed} 行削除`,
  whole: "内容が大きく異なるため、全体が置き換わったものとして扱います。",
  added: "追加",
  removed: "削除",
  more: (lines) => `ほか ${lines} 行`,
  none: "なし",
};

export const feedWords: Readonly<Record<Language, FeedWords>> = { en, ja };
