// Lists the kinds of history that are deleted with age, in the order in which they go.
import type { ContentBucket } from "#store/changes/content-bucket.ts";
import type { Db } from "#store/db.ts";
import { noticeStatements, pruneNotices } from "#store/notices/outbox/prune-notices.ts";
import type { RetentionRule } from "./kept-ages.ts";
import { contentStatements, pruneContents } from "./prune-contents.ts";
import {
  dayStatements,
  pruneDays,
  pruneShardDays,
  shardDayStatements,
} from "./prune-days.ts";
import { pruneRunLogs, runLogStatements } from "./prune-run-logs.ts";
import { pruneRuns, runStatements } from "./prune-runs.ts";
import { pruneSites, siteStatements } from "./prune-sites.ts";

export type Pruning = {
  /** Under which it is set aside: stored. */
  name: string;
  /** The name under which the job counts the rows that went. */
  count: "hours" | "logs" | "days" | "pages" | "notices" | "contents";
  /** How many statements one step sends at most. */
  statements: number;
  /**
   * One step: at most about `limit` rows. Says how many rows went or changed and, of runs,
   * for how many hours the oldest of them had been due.
   */
  step(
    db: Db,
    now: number,
    rule: RetentionRule,
    limit: number,
    bucket: ContentBucket | null,
  ): Promise<{ rows: number; overdueHours?: number }>;
};

type Parts = Parameters<Pruning["step"]>;

const counting =
  (step: (...parts: Parts) => Promise<number>): Pruning["step"] =>
  async (...parts) => ({ rows: await step(...parts) });

/**
 * How long each is kept: runs and their logs as `runsMs` says, hours in days as `hoursMs`, failures in
 * days as `failuresMs`, crawls as `runsMs`, which is not shortened
 * for them, notices for a time of their own, and contents and changes by number, as their
 * targets say.
 */
export const prunings: readonly Pruning[] = [
  { name: "runs", count: "hours", statements: runStatements, step: pruneRuns },
  {
    name: "run-logs",
    count: "logs",
    statements: runLogStatements,
    step: counting(pruneRunLogs),
  },
  {
    name: "shard-days",
    count: "days",
    statements: shardDayStatements,
    step: counting(pruneShardDays),
  },
  { name: "days", count: "days", statements: dayStatements, step: counting(pruneDays) },
  {
    name: "notices",
    count: "notices",
    statements: noticeStatements,
    step: counting((db, now, _, limit) => pruneNotices(db, now, limit)),
  },
  {
    name: "sites",
    count: "pages",
    statements: siteStatements,
    step: counting(pruneSites),
  },
  {
    name: "contents",
    count: "contents",
    statements: contentStatements,
    step: counting((db, now, rule, limit, bucket) =>
      pruneContents({ db, bucket }, now, rule, limit),
    ),
  },
];
