// Adds up what a target's slots yield: entries for the target's ledger, what is
// remembered of the target, and news. No I/O, no clock.
import type { Verdict } from "#domain/runs/judge.ts";
import type { Drop, Entry } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";
import { type News, newsOfRun } from "./news.ts";
import { type TargetState, withDrops, withRun } from "./state.ts";

/** What the slots of one target have yielded, to be recorded in one batch. */
export type Outcome = {
  entries: readonly Entry[];
  state: TargetState;
  news: readonly News[];
};

/** The outcome for a target before anything has happened. */
export const unchanged = (state: TargetState): Outcome => ({
  entries: [],
  state,
  news: [],
});

/** The outcome after slots that ended without a run. */
export const afterDrops = (outcome: Outcome, drops: readonly Drop[]): Outcome => ({
  ...outcome,
  entries: [...outcome.entries, ...drops.map((drop): Entry => ({ kind: "drop", drop }))],
  state: withDrops(outcome.state, drops),
});

/**
 * The outcome after a scheduled run. Its target was free again at `freeAt`. The target's
 * status was `stored` before the first of the outcome's runs.
 */
export const afterRun = (
  outcome: Outcome,
  stored: Status,
  verdict: Verdict,
  freeAt: number,
): Outcome => ({
  entries: [...outcome.entries, { kind: "run", run: verdict.run }],
  state: withRun(outcome.state, verdict, freeAt),
  news: [...outcome.news, ...newsOfRun(latestStatus(outcome.news) ?? stored, verdict)],
});

const latestStatus = (news: readonly News[]): Status | undefined =>
  news.findLast((item) => item.kind === "status-turned")?.status;
