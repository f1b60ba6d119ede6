// Adds up what a target's slots yield: entries for the target's ledger, what is
// remembered of the target, and news. No I/O, no clock.
import { statusOf, type Verdict } from "#domain/runs/judge.ts";
import type { Drop, Entry } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";
import { type News, newsOfRun } from "./news.ts";
import { type TargetState, withDrops, withRun } from "./state.ts";

/**
 * What the slots of one target have yielded, to be recorded in one batch. An outcome that
 * follows on another takes its lists over and adds to them, so that a slot costs the same
 * however many came before it.
 */
export type Outcome = {
  entries: Entry[];
  state: TargetState;
  news: News[];
  /** The start of the body of each run that failed, where it was kept. */
  evidence: Evidence[];
};

/** The start of a run's body, and when its alarm has it fail (rounds/watch). Epoch ms. */
export type Evidence = { at: number; body: string };

/** The outcome for a target before anything has happened. */
export const unchanged = (state: TargetState): Outcome => ({
  entries: [],
  state,
  news: [],
  evidence: [],
});

/** The outcome after slots that ended without a run. */
export function afterDrops(outcome: Outcome, drops: readonly Drop[]): Outcome {
  if (drops.length === 0) return outcome;
  for (const drop of drops) outcome.entries.push({ kind: "drop", drop });
  return { ...outcome, state: withDrops(outcome.state, drops) };
}

/**
 * The outcome after a scheduled run. Its target was free again at `freeAt`. The target's
 * status was `stored` before the first of the outcome's runs.
 */
export const afterRun = (
  outcome: Outcome,
  stored: Status,
  verdict: Verdict,
  freeAt: number,
): Outcome =>
  afterJudged(outcome, latestStatus(outcome.entries) ?? stored, verdict, freeAt);

/**
 * The outcome after a run before which its target's status was `status`. It is
 * known, and seen by its alarm, at `seenAt`.
 */
export function afterJudged(
  { entries, news, evidence, state }: Outcome,
  status: Status,
  verdict: Verdict,
  freeAt: number,
  seenAt = verdict.run.startedAt,
): Outcome {
  news.push(...newsOfRun(status, verdict, seenAt));
  entries.push({ kind: "run", run: verdict.run });
  if (verdict.evidence !== null) evidence.push({ at: seenAt, body: verdict.evidence });
  return { entries, news, evidence, state: withRun(state, verdict, freeAt) };
}

/** The status that the last of the runs left behind. */
function latestStatus(entries: readonly Entry[]): Status | undefined {
  const last = entries.findLast((entry) => entry.kind === "run");
  return last && statusOf(last.run);
}
