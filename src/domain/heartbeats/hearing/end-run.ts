// Ends runs of a heartbeat: each is judged, recorded and remembered. No I/O, no clock.
import {
  endedRids,
  type OpenRun,
  usualRuns,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import type { News } from "#domain/rounds/news.ts";
import { afterJudged } from "#domain/rounds/outcome.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { runMaxOf } from "#domain/targets/heartbeat-spec.ts";
import { beginRun, extraRun, hearSign } from "./begin-run.ts";
import { type Hearing, remember, rememberEnded } from "./hearing.ts";
import { type EndedRun, judgeReported } from "./judge-reported.ts";

/** What the end of a run tells. */
export type ToldEnd = Pick<EndedRun, "failure" | "body" | "bodyBytes" | "counts">;

/** The run that a ping tells of. The duration is known at its end, with its start. */
export type ToldRun = { dueAt: number; durationMs: number | null };

/** Records a run that has ended. */
export function recordRun(hearing: Hearing, ended: EndedRun): void {
  const { target, spec, memory, outcome, status } = hearing;
  const verdict = judgeReported(target, spec, memory.usual, ended);
  const { startedAt, durationMs } = ended;
  const endedAt = Math.max(startedAt + (durationMs ?? 0), memory.heardAt);
  const earlier = outcome.news.length;
  hearing.outcome = afterJudged(outcome, status, verdict, endedAt, endedAt);
  const { news } = hearing.outcome;
  const turns = news.splice(earlier);
  // A run from before its anchor does not say how the job fares since.
  if (endedAt >= target.anchorAt) {
    news.push(...toldByEnd(turns, endedAt));
    hearing.status = verdict.status;
  }
  if (durationMs !== null && verdict.run.failure === null)
    remember(hearing, { usual: [...memory.usual, durationMs].slice(-usualRuns) });
}

/**
 * The news of a run, told as of its end. Runs overlap: the one that ends last says how the
 * job fares, also where another one began after it.
 */
const toldByEnd = (news: readonly News[], endedAt: number): News[] =>
  news.map((item) =>
    item.kind === "status-turned" ? { ...item, recency: 2 * endedAt + 1 } : item,
  );

/** Ends an open run. */
export function endOpen(
  hearing: Hearing,
  run: OpenRun,
  at: number,
  told: ToldEnd,
): ToldRun {
  const { startedAt, dueAt } = run;
  close(hearing, run);
  rememberEnded(hearing, run.rid);
  rememberBusy(hearing, startedAt, at);
  const durationMs = Math.max(0, at - startedAt);
  recordRun(hearing, { ...told, ...run, durationMs });
  return { dueAt, durationMs };
}

/** Tells that a run has ended after all, which was told to be overdue: its job is back. */
export function endLate(
  hearing: Hearing,
  rid: string | null,
  at: number,
  told: ToldEnd,
): ToldRun {
  hearSign(hearing, at);
  rememberEnded(hearing, rid);
  const served = extraRun(hearing, at);
  recordRun(hearing, { ...told, ...served, startedAt: at, durationMs: null });
  return { dueAt: served.dueAt, durationMs: null };
}

/** Takes in a run of which nothing was told before its end. */
export function reportWhole(
  hearing: Hearing,
  rid: string | null,
  at: number,
  told: ToldEnd & { startedAt: number | null; at: number },
): ToldRun {
  // A report that comes late tells of its own time: only what it turns is turned now.
  const endedAt = told.startedAt === null ? at : Math.min(told.at, at);
  const startedAt = Math.max(0, Math.min(told.startedAt ?? at, endedAt));
  const served = beginRun(hearing, startedAt);
  hearSign(hearing, at);
  rememberEnded(hearing, rid);
  const durationMs = told.startedAt === null ? null : endedAt - startedAt;
  if (durationMs !== null) rememberBusy(hearing, startedAt, endedAt);
  recordRun(hearing, { ...told, ...served, startedAt, durationMs });
  return { dueAt: served.dueAt, durationMs };
}

/** Remembers when the run was under way that ended last. */
function rememberBusy(hearing: Hearing, from: number, to: number): void {
  if (to < (hearing.memory.busy?.to ?? 0)) return;
  remember(hearing, { busy: { from, to } });
}

/** Ends a run that has not ended in time. It may yet: then it is told once more. */
export function endOverdue(hearing: Hearing, run: OpenRun, at: number): void {
  close(hearing, run);
  const overdue = [...hearing.memory.overdue, run.rid].slice(-endedRids);
  remember(hearing, { overdue });
  const limitMs = runMaxOf(hearing.spec);
  const failure: Failure = { class: "timeout", phase: "run", limitMs };
  const durationMs = Math.max(0, at - run.startedAt);
  recordRun(hearing, { ...run, ...silent, failure, durationMs });
}

const silent = { body: null, bodyBytes: 0, counts: null } as const;

function close(hearing: Hearing, run: OpenRun): void {
  remember(hearing, { open: hearing.memory.open.filter((other) => other !== run) });
}
