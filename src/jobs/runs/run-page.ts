// Runs a page outside its schedule, at once, with the same fetching and judging as in a
// round.
import type { Deps } from "#deps";
import { createAllowance } from "#domain/allowance.ts";
import { connections } from "#domain/budget.ts";
import { statusFound } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { judge, type Verdict } from "#domain/runs/judge.ts";
import type { AnswerContent, Fetched } from "#domain/runs/judging/fetched.ts";
import type { Run } from "#domain/runs/run.ts";
import type { RequestSpec, RoundTarget, Target } from "#domain/targets/target.ts";
import { putContents } from "#jobs/readings/put-contents.ts";
import { type OnStep, readAnswer } from "#jobs/readings/read-answer.ts";
import { seeOutside } from "#jobs/readings/see-outside.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { recordManualRun } from "#store/rounds/record-run.ts";
import { takeManualSlot } from "#store/shards/manual-slots.ts";
import { longestWaitMs, makeAttempts } from "./make-attempts.ts";

/** What asking for a run of a page gives. */
export type RunRequested = {
  outcome: "ran";
  run: Run;
  /** Whether it saw another content, which a round is to see. */
  isOther: boolean;
};

/** Runs a page because somebody asked for it, and records the run. */
export async function requestRun(
  deps: Pick<
    Deps,
    "bucket" | "clock" | "db" | "fetch" | "log" | "newToken" | "settings" | "vault"
  >,
  target: Target,
  state: TargetState,
): Promise<RunRequested> {
  const dueAt = await takeManualSlot(deps.db, target, deps.clock.now());
  const verdict = await runPage(deps, target, state, dueAt);
  const { run, fetched } = verdict;
  const seen = await seeOutside(target, state, run, fetched);
  const news = [statusFound(target.status, verdict), ...seen.news];
  const outside = {
    shardId: target.shardId,
    run,
    news: await putContents(deps, news),
    ...(seen.read && { read: seen.read }),
  };
  await recordManualRun(deps.db, outside, deps.clock.now());
  return { outcome: "ran", run, isOther: seen.read?.isOther ?? false };
}

/** A run's verdict, and the answer that it was made of. */
type JudgedPage = Verdict & { fetched: Fetched & AnswerContent };

/** Runs a page now, for a slot, and judges the run. Records nothing. */
export async function runPage(
  deps: Pick<Deps, "clock" | "fetch" | "settings" | "vault">,
  target: RoundTarget,
  state: TargetState,
  dueAt: number,
  onStep?: OnStep,
): Promise<JudgedPage> {
  const { clock, settings } = deps;
  const context = {
    deps,
    traffic: createTraffic({ clock, connections, hostGapMs: 0 }),
    fetches: createAllowance(settings.budget.fetches),
    deadline: clock.now() + longestMs(target.request) + longestWaitMs,
  };
  // No validators are sent: whoever asks for a run wants to see the whole answer.
  const attempts = await makeAttempts(context, target, {}, () => true);
  if (attempts === null) throw new Error("the run found no request left to make");
  const read = await readAnswer(target, state, attempts.fetched, onStep);
  const fetched = { ...attempts.fetched, read };
  const about = { dueAt, trigger: "manual", ...attempts } as const;
  return { ...judge(target, state, fetched, about), fetched };
}

/**
 * What all attempts take if each needs its whole timeout, with the waits between them
 * (domain/runs/judge).
 */
const longestMs = ({ retries, timeoutMs }: RequestSpec): number =>
  (retries + 1) * timeoutMs + 2 ** retries * 1000;
