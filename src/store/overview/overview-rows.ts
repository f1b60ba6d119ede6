// Selects what the overview is made of besides the targets' days: the page of its list,
// the targets that are problems, and what is counted of all targets.
import { type SQL, sql } from "drizzle-orm";
import type { MaintenanceScope } from "#domain/incidents/maintenance.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { ListedTarget, ProblemKind } from "#domain/overview/overview.ts";
import { mostProblems } from "#domain/overview/problems.ts";
import type { TroubledStatus } from "#domain/overview/target-counts.ts";
import { latestRun } from "#domain/runs/run.ts";
import { addOpenHours, type OpenHours } from "#domain/statistics/open-hours.ts";
import { hourOf } from "#domain/time/instants.ts";
import { windowsAsJson } from "#store/incidents/maintenance.ts";
import { readOutsideHours } from "#store/shards/shard-state.ts";
import { type KnownRow, listedColumns, toKnown } from "#store/targets/known-target.ts";
import {
  isInScope,
  type NamedScope,
  targetsInScope,
} from "#store/targets/maintenance-scope.ts";

/** Tags whose targets are counted. */
export const mostTags = 30;
/** Things that are set aside are counted up to here. */
const mostAside = 100;
/** Rows of missed slots that are read: one a shard and hour. */
const mostMissedRows = 500;

/** Which of the lists a row is in. */
type ListName = "page" | ProblemKind;

export type ListedRow = KnownRow & {
  list: ListName;
  sortKey: string | number;
  /** JSON: its hours and latest runs outside rounds; either may be null. */
  outside: string;
};

/**
 * `page` is a SELECT of `selectListed`. Rows come in its order, since CROSS JOIN keeps the
 * order of what is on its left: sorting them again would read each once more.
 */
export const listedRows = (page: SQL, problems: readonly SQL[]): SQL => sql`
  SELECT ${listedColumns}, t.list AS list, t.sort_key AS sortKey,
    json_object('hours', s.state -> ('$."' || t.id || 'h"'),
      'recent', s.state ->> ('$."' || t.id || 'r"')) AS outside
  FROM (SELECT t.*, 'page' AS list FROM (${page}) t
    ${sql.join(
      problems.map((some) => sql`UNION ALL SELECT * FROM (${some})`),
      sql` `,
    )}) t
  CROSS JOIN shards s ON s.id = t.shard_id`;

/** Which targets are in maintenance; null while no window holds. */
type Scope = MaintenanceScope | null;

/** The first ones by id; those in maintenance are looked for among so many as are counted. */
export const targetsThatAre = (status: "down" | "degraded", scope: Scope): SQL =>
  scope === null
    ? sql`
  SELECT t.*, '' AS sort_key, ${status} AS list FROM targets t
  WHERE t.status = ${status} ORDER BY t.id LIMIT ${mostProblems}`
    : sql`
  SELECT t.*, '' AS sort_key, ${status} AS list FROM (
    SELECT * FROM targets WHERE status = ${status} ORDER BY id LIMIT ${mostTroubled}) t
  WHERE NOT ${isInScope(scope)} LIMIT ${mostProblems}`;

export const asideTargets = sql`
  SELECT t.*, '' AS sort_key, 'aside' AS list
  FROM set_aside a CROSS JOIN targets t ON t.id = CAST(a.item AS INTEGER)
  WHERE a.kind = 'target' LIMIT ${mostProblems}`;

/** Their key is the last missed slot. A target may come twice, once for each hour. */
export const missedTargets = (now: number, scope: Scope): SQL => sql`
  SELECT t.*, noted.value AS sort_key, 'missed' AS list
  FROM missed_slots m CROSS JOIN json_each(m.targets) noted
  CROSS JOIN targets t ON t.id = CAST(noted.key AS INTEGER)
  WHERE ${isLately(now)} AND t.enabled = 1
    AND ${scope === null ? sql`true` : sql`NOT ${isInScope(scope)}`}
  LIMIT ${2 * mostProblems}`;

/** Rounds found it in this hour or in the one before. */
const isLately = (now: number): SQL =>
  sql`m.hour BETWEEN ${hourOf(now) - 1} AND ${hourOf(now) + 1}`;

/** A target with what is remembered of its hours. */
export type HeldTarget = { listed: ListedTarget; open: OpenHours };

/** Reads a row of a list. */
export function toHeld({ list: _, sortKey: __, outside, ...row }: ListedRow): HeldTarget {
  const { target, state, aside, incident } = toKnown(row);
  const { hours, recent } = JSON.parse(outside);
  const last = latestRun(state.last, state.manual) ?? null;
  return {
    listed: {
      target,
      state,
      last,
      recent: state.totals?.recent || (recent ?? ""),
      aside,
      incident,
    },
    open: addOpenHours(state.hours ?? new Map(), readOutsideHours(hours ?? {})),
  };
}

/** Targets that are down, degraded or new are counted up to here, of each status. */
export const mostTroubled = 1_000;

export type TroubledRow = { status: TroubledStatus; id: number; tags: string };

/**
 * Targets that are down, degraded or new: of those that are down, only ids behind
 * `downAfter`.
 */
export const troubledRows = (downAfter: number): SQL => sql`
  SELECT 'down' AS status, id, tags FROM (
    SELECT id, tags FROM targets
    WHERE status = 'down' AND id > ${downAfter} LIMIT ${mostTroubled})
  UNION ALL SELECT 'degraded', id, tags FROM (
    SELECT id, tags FROM targets WHERE status = 'degraded' LIMIT ${mostTroubled})
  UNION ALL SELECT 'new', id, tags FROM (
    SELECT id, tags FROM targets WHERE status = 'new' LIMIT ${mostTroubled})`;

/** Targets in maintenance are counted one by one up to here. */
export const mostMaintained = 1_000;

export type MaintainedRow = { id: number; enabled: number; tags: string };

export const maintainedRows = (scope: NamedScope): SQL => sql`
  SELECT t.id, t.enabled, t.tags
  FROM (${targetsInScope(scope, mostMaintained)}) m
  CROSS JOIN targets t ON t.id = m.id LIMIT ${mostMaintained}`;

export type FactRow = {
  fact: "tag" | "aside" | "missed" | "windows" | "last" | "before" | "first";
  /** The tag of `tag`, empty for all targets; the hour of the others; a number of `aside`. */
  name: string | number;
  /** When the job's last run of the hour ended; null but for `last`. */
  at: number | null;
  json: string;
};

/** What is counted, in as few rows as there are facts; tags in the order of names. */
export const factRows = (fromHour: number, now: number): SQL => sql`
  SELECT * FROM (
    SELECT 'tag' AS fact, tag AS name, NULL AS at, counts AS json
    FROM target_counts ORDER BY tag LIMIT ${mostTags + 2})
  UNION ALL SELECT 'aside', count(*), NULL, '' FROM (SELECT 1 FROM set_aside WHERE kind = 'target' LIMIT ${mostAside})
  UNION ALL SELECT * FROM (
    SELECT 'missed', m.hour, NULL, m.targets FROM missed_slots m
    WHERE ${isLately(now)} LIMIT ${mostMissedRows})
  UNION ALL SELECT 'windows', 0, NULL, ${windowsAsJson}
  UNION ALL SELECT * FROM (${jobFacts(fromHour, now)})`;

/** Apart, since D1 takes five terms in one compound SELECT. */
const jobFacts = (fromHour: number, now: number): SQL => sql`
  SELECT * FROM (
    SELECT 'last', hour, finished_at, totals FROM job_hours
    WHERE job = ${roundsJob} AND hour <= ${hourOf(now) + 1} ORDER BY hour DESC LIMIT 1)
  UNION ALL SELECT * FROM (
    SELECT 'before', hour, NULL, totals FROM job_hours
    WHERE job = ${roundsJob} AND hour < ${fromHour} ORDER BY hour DESC LIMIT 1)
  UNION ALL SELECT * FROM (
    SELECT 'first', hour, NULL, json_array(totals, runs) FROM (
      SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM job_hours WHERE job = ${roundsJob} AND hour < ${fromHour})) alone
    CROSS JOIN job_hours ON job = ${roundsJob} AND hour >= ${fromHour}
    ORDER BY hour LIMIT 1)`;
