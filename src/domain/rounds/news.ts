// Names the news of runs: what a run changes beyond its target's ledger and state.
// store/rounds/record-news says how each kind of news is recorded.
import type { Change } from "#domain/changes/change.ts";
import type { NewContent } from "#domain/changes/content.ts";
import type { IncidentNews } from "#domain/incidents/incident-news.ts";
import { statusOf } from "#domain/runs/judge.ts";
import { type Entry, type Run, recencyOf, type Trigger } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";

export type News =
  /**
   * A run that began at `at` found its target in another status. `recency` is that of the
   * last run with that status. `confirms` says that the status was the known one: then
   * it counts only if the target has another one meanwhile.
   */
  | {
      kind: "status-turned";
      targetId: number;
      status: Status;
      at: number;
      recency: number;
      confirms: boolean;
    }
  /** An incident opened, got worse, closed, or names a target that depends on its own. */
  | IncidentNews
  /** A content that may be kept nowhere yet. */
  | { kind: "content-seen"; content: NewContent }
  /** A content settled that differs from the one before. `told`: no event is made of it. */
  | { kind: "content-changed"; change: Change; told: boolean }
  /** A host asked to be left alone until an instant. */
  | { kind: "host-held"; host: string; until: number }
  /** A crawl of a site begins, for a slot or because somebody asked for it. */
  | {
      kind: "crawl-opened";
      targetId: number;
      lane: string;
      trigger: Extract<Trigger, "schedule" | "manual">;
      dueAt: number;
      requestRevision: number;
    }
  /**
   * A round has taken the first `length` characters of a heartbeat's inbox, in that hour.
   * `quiet` is the end of a run that would turn nothing now; `recent` are its latest
   * pings in brief (heartbeats/ping: RecentPing).
   */
  | {
      kind: "pings-taken";
      targetId: number;
      length: number;
      hour: number;
      quiet: "success" | "fail" | null;
      recent: readonly { n: number }[];
    }
  /** What a job that runs elsewhere sent with a ping of a run. */
  | { kind: "run-logged"; targetId: number; dueAt: number; n: number; body: string };

export type NewsOf<Kind extends News["kind"]> = Extract<News, { kind: Kind }>;

type JudgedRun = { run: Pick<Run, "targetId" | "startedAt" | "failure">; status: Status };

/** Tells whether a run turned its target's status, which was `status` before, at `at`. */
export const newsOfRun = (
  status: Status,
  verdict: JudgedRun,
  at = verdict.run.startedAt,
): News[] => (verdict.status === status ? [] : [{ ...statusFound(status, verdict), at }]);

/** Tells which status a run found, whether its target was known to have it or not. */
export const statusFound = (
  known: Status,
  { run, status }: JudgedRun,
): NewsOf<"status-turned"> => ({
  kind: "status-turned",
  targetId: run.targetId,
  status,
  at: run.startedAt,
  recency: recencyOf(run),
  confirms: status === known,
});

/**
 * The news of a round during which other runs may have turned the statuses that it knew:
 * each of its targets has the status of its last run.
 */
export function newsAmongOthers(
  news: readonly News[],
  entries: readonly Entry[],
): News[] {
  const runs = entries.flatMap((entry) => (entry.kind === "run" ? [entry.run] : []));
  const last = new Map(runs.map((run) => [run.targetId, run]));
  const found = [...last.values()].map((run) => {
    const status = statusOf(run);
    return statusFound(status, { run, status });
  });
  const turned = news.map((item) => {
    const run = item.kind === "status-turned" && last.get(item.targetId);
    return run ? { ...item, recency: Math.max(item.recency, recencyOf(run)) } : item;
  });
  return [...found, ...turned];
}

/** Tells whether an answer that ended at `endedAt` asked to leave its host alone. */
export const newsOfAnswer = (
  host: string,
  endedAt: number,
  { retryAfterMs }: { retryAfterMs: number | null },
): News[] =>
  retryAfterMs === null
    ? []
    : [{ kind: "host-held", host, until: endedAt + retryAfterMs }];
