// Describes a change of a target's content, as it is recorded. Plain data.

/**
 * first: the first content under a target's steps. changed: it counts, and is told.
 * reverted: a content came back that was there not long ago. minor: it differs by less
 * than the target's rule asks for. learned: it differed within the first minute, by
 * itself.
 */
export const changeKinds = ["first", "changed", "reverted", "minor", "learned"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What differs. Kept in a column, so every text in it is cut. */
export type ChangeFacts = {
  /** Lines that only one of the contents has. */
  addedLines: number;
  removedLines: number;
  /** Characters of these lines. */
  addedCharacters: number;
  removedCharacters: number;
  /** Characters of the content that it became. */
  characters: number;
  /** The first few of these lines, cut. */
  added: readonly string[];
  removed: readonly string[];
  /** Numbers that differ, by name; null where there was none, or is none now. */
  numbers: Readonly<Record<string, { from: number | null; to: number | null }>>;
  /** The contents differ so much that the whole counts as replaced. */
  isWhole: boolean;
  /** Why it does not count, for a person; null for what counts. */
  why: string | null;
};

/** Lines of an excerpt, and characters of each of them. */
export const excerptLines = 10;
export const excerptCharacters = 300;

export type Change = {
  targetId: number;
  /** When the run began that saw the content first. Epoch ms. Of a target it is unique. */
  at: number;
  kind: ChangeKind;
  /** When the run began that confirmed it. */
  confirmedAt: number;
  /** The content that it is compared with; null for the first. */
  from: string | null;
  to: string;
  facts: ChangeFacts;
};
