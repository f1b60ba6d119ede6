// Says what the page of a difference shows. Plain data.
import type { Hunk } from "#domain/changes/comparing/difference.ts";
import type { Target } from "#domain/targets/target.ts";
import type { Refusals } from "#ui/screens/fields.tsx";

export const diffViews = ["sides", "inline"] as const;
export const diffOnlies = ["all", "added", "removed"] as const;

/** So many lines around what differs; the last one is as good as all. */
export const diffContexts = [0, 3, 10, 1_000] as const;

/** What was asked for, as it stands in the address. */
export type AskedDiff = {
  /** A hash, an instant, or a word such as "previous". */
  from: string;
  to: string;
  view: (typeof diffViews)[number];
  unit: "line" | "word";
  context: number;
  only: (typeof diffOnlies)[number];
  page: number;
};

/** A content that can be chosen. `seenAt` in epoch ms. */
export type Choice = { hash: string; seenAt: number };

/** A page of a difference. */
export type ShownDiff = {
  addedLines: number;
  removedLines: number;
  isWhole: boolean;
  /** There is more that differs than all pages show. */
  isCut: boolean;
  hunks: readonly Hunk[];
  /** Counts from 1. */
  page: number;
  pages: number;
};

export type DiffView = {
  target: Target;
  asked: AskedDiff;
  /** The contents that are compared, by their hashes; null where one was not found. */
  ends: { from: string; to: string } | null;
  diff: ShownDiff | null;
  choices: readonly Choice[];
  /** Whether somebody has marked a content as seen. */
  hasSeen: boolean;
  refusals: Refusals;
};
