// Holds everything that metrics are read from, as plain data of one instant.
import type { Thing } from "#domain/apart/set-aside.ts";
import type { Counts } from "#domain/counts.ts";
import type { NumberMemories } from "#domain/readings/number-memory.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import type { Totals } from "#domain/statistics/totals.ts";
import type { ContentSizes } from "#domain/storage/content-sizes.ts";
import type { Kind, Target } from "#domain/targets/target.ts";

export type TargetMetrics = {
  id: number;
  name: string;
  url: string;
  kind: Kind;
  key: string | null;
  tags: string[];
  last: Run | null;
  /** As the last whole answer gave it. */
  lastModified: string | null;
  totals: Totals;
  /** The numbers that its steps read. */
  numbers: NumberMemories;
};

/** A heartbeat, also one that is paused. */
export type HeartbeatMetrics = {
  target: Target;
  state: TargetState;
  /** How many pings it has had, and when the last one came. Epoch ms. */
  pings: number;
  lastAt: number | null;
  /** Names it for those who may not ping it. */
  uniqueKey: string;
};

/** `finishedAt`: when the job's last run ended, epoch ms. `totals`: see countsOfRuns. */
export type JobMetrics = { name: string; finishedAt: number; totals: Counts };

/** What the database has of the targets that are told of one by one. */
export type StoredTargets = {
  /** Enabled targets by id, at most as many as asked for. */
  targets: TargetMetrics[];
  /**
   * How many more targets there are. Of shards that were not read, paused targets count
   * too.
   */
  omitted: number;
  /** At most as many as targets were asked for. */
  heartbeats: HeartbeatMetrics[];
};

/** What it has of the service as a whole. */
export type StoredService = {
  /**
   * When the shard was or is due that has waited longest, epoch ms; null when no shard is
   * ever due.
   */
  dueAt: number | null;
  jobs: JobMetrics[];
  /** How many things of each kind are set aside. */
  setAside: Partial<Record<Thing["kind"], number>>;
  /** How many incidents of each severity are open. */
  incidents: Partial<Record<"down" | "degraded", number>>;
  /** Counted up to a thousand each. */
  notices: { waiting: number; dead: number };
  /** As countRequest counts them, with what requests cost in the database. */
  requests: Counts;
  /** Messages of queues that came to nothing (domain/jobs/message-counts). */
  messages: Counts;
  databaseBytes: number;
  /** As they were counted last; null where there are none. */
  contents: ContentSizes | null;
};

export type TargetsSnapshot = StoredTargets & {
  /** Epoch ms. */
  now: number;
};

export type Snapshot = TargetsSnapshot &
  StoredService & {
    /** Of the deployment. */
    version: string;
    databaseLimitBytes: number;
    /**
     * All targets' runs of the last 24 hours; null for /metrics, which does without the
     * statements that reading them costs.
     */
    lastDay: Summary | null;
  };
