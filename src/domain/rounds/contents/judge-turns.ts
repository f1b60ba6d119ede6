// Judges at a round's end what settled of a target's contents: whether it differs enough
// to count as a change. No I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import type { Change, ChangeFacts } from "#domain/changes/change.ts";
import type { ContentWatch } from "#domain/changes/content-watch.ts";
import { type Content, judgeChange } from "#domain/changes/judge-change.ts";
import { afterJudging, type Turn } from "#domain/changes/take-sight.ts";
import type { NewsOf } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { ChangeRule } from "#domain/targets/change-rule.ts";

/** A content; "lost" where it is kept nowhere, "later" where it is not read yet. */
export type FindContent = (hash: string) => Content | "lost" | "later";

/**
 * So many wait to be compared. Where more settle than rounds compare, the oldest count as
 * replaced whole.
 */
const mostUnjudged = 8;

export type JudgedTurns = {
  state: TargetState;
  news: NewsOf<"content-changed">[];
};

type Judging = {
  target: { id: number; changes: ChangeRule };
  contentOf: FindContent;
  /** Characters that the round may still compare. */
  room: Allowance;
};

/** Judges a target's turns in their order, as far as their texts are there and fit. */
export function judgeTurns(
  { target, contentOf, room }: Judging,
  state: TargetState,
): JudgedTurns {
  let left = state.unjudged ?? [];
  let { contents } = state;
  const news: JudgedTurns["news"] = [];
  for (let [turn] = left; turn !== undefined; [turn] = left) {
    const isSurplus = left.length > mostUnjudged;
    const judged = isSurplus
      ? whole(turn)
      : judgeTurn(target.changes, turn, contentOf, room);
    if (judged === null) break;
    const { kind } = judged;
    const { at, confirmedAt, from, to } = turn;
    const change = { targetId: target.id, at, kind, confirmedAt, from, to };
    const counts = kind === "changed";
    news.push({
      kind: "content-changed",
      change: { ...change, facts: judged.facts },
      told: !counts,
    });
    left = left.slice(1);
    if (!counts) continue;
    contents = contents && rebased(afterJudging(contents, turn, counts), turn, left);
    left = left.map((later) => comparedWith(later, turn));
  }
  const { unjudged: _, contents: __, ...rest } = state;
  return {
    state: {
      ...rest,
      ...(contents && { contents }),
      ...(left.length > 0 && { unjudged: left }),
    },
    news,
  };
}

type Judged = Pick<Change, "kind" | "facts">;

/** Null where it is to wait for a later round. */
function judgeTurn(
  rule: ChangeRule,
  turn: Turn,
  contentOf: FindContent,
  room: Allowance,
): Judged | null {
  const before = turn.from === null ? null : contentOf(turn.from);
  const after = contentOf(turn.to);
  if (before === "later" || after === "later") return null;
  if (after === "lost") return whole(turn);
  const from = before === "lost" ? null : before;
  const characters = (from?.text.length ?? 0) + after.text.length;
  if (room.spent() > 0 && characters > room.left()) return null;
  room.spend(characters);
  return judgeChange(rule, turn, from, after);
}

/** A content that came after one that counts is compared with that one. */
const comparedWith = (later: Turn, { from, to }: Turn): Turn =>
  later.kind === "candidate" && later.from === from ? { ...later, from: to } : later;

/** The same for what the watch remembers of it. */
function rebased(
  contents: ContentWatch,
  { from, to }: Turn,
  later: readonly Turn[],
): ContentWatch {
  const after = new Set(
    later
      .filter((turn) => turn.kind === "candidate" && turn.from === from)
      .map((turn) => turn.to),
  );
  const recent = contents.recent.map((known) =>
    after.has(known.hash) && known.base === from ? { ...known, base: to } : known,
  );
  return { ...contents, recent };
}

/** What is not compared counts as replaced whole. */
const whole = ({ kind }: Turn): Judged => ({
  kind: kind === "candidate" ? "changed" : kind,
  facts: notCompared,
});

const notCompared: ChangeFacts = {
  addedLines: 0,
  removedLines: 0,
  addedCharacters: 0,
  removedCharacters: 0,
  characters: 0,
  added: [],
  removed: [],
  numbers: {},
  isWhole: true,
  why: null,
};
