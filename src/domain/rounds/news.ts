// Names the news of runs: what a run changes beyond its target's ledger and state.
// store/rounds/record-news says how each kind of news is recorded.
import type { Run, Trigger } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";

export type News =
  /** A run that began at `at` found its target in another status. */
  | { kind: "status-turned"; targetId: number; status: Status; at: number }
  /** A host asked to be left alone until an instant. */
  | { kind: "host-held"; host: string; until: number }
  /** A crawl of a site begins, for a slot or because somebody asked for it. */
  | {
      kind: "crawl-opened";
      targetId: number;
      lane: string;
      trigger: Trigger;
      dueAt: number;
      requestRevision: number;
    };

export type NewsOf<Kind extends News["kind"]> = Extract<News, { kind: Kind }>;

/** Tells whether a run turned its target's status, which was `status` before. */
export const newsOfRun = (
  status: Status,
  verdict: { run: Pick<Run, "targetId" | "startedAt">; status: Status },
): News[] =>
  verdict.status === status
    ? []
    : [
        {
          kind: "status-turned",
          targetId: verdict.run.targetId,
          status: verdict.status,
          at: verdict.run.startedAt,
        },
      ];

/** Tells whether an answer that ended at `endedAt` asked to leave its host alone. */
export const newsOfAnswer = (
  host: string,
  endedAt: number,
  { retryAfterMs }: { retryAfterMs: number | null },
): News[] =>
  retryAfterMs === null
    ? []
    : [{ kind: "host-held", host, until: endedAt + retryAfterMs }];
