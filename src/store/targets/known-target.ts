// Reads a target together with what its shard remembers of it.
import { sql } from "drizzle-orm";
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import { withOutsideContent } from "#domain/rounds/contents/see-contents.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Target } from "#domain/targets/target.ts";
import { outsideOf, readRounds } from "#store/shards/shard-state.ts";
import { type StoredFields, targetColumns, toTarget } from "./target-columns.ts";

/** A target together with what its rounds remember of it. */
export type KnownTarget = {
  target: Target;
  state: TargetState;
  /** Set while it is left alone because it broke our code. Instants are epoch ms. */
  aside: { since: number; retryAt: number; reason: string } | null;
  /** Its incident that is open; null without one. Epoch ms. */
  incident: OpenIncidentBrief | null;
};

export type KnownRow = StoredFields & {
  state: string | null;
  manual: string | null;
  reads: string | null;
  aside: string | null;
  incident: string | null;
};

/** The columns of a KnownRow, for a SELECT from `targets t` and `shards s`. */
export const knownColumns = sql`${targetColumns},
  s.state -> ('$."' || t.id || '"') AS state,
  s.state ->> ('$."' || t.id || 'm"') AS manual,
  s.state -> ('$."' || t.id || 'w"') AS reads,
  (SELECT json_object('since', since, 'retryAt', retry_at, 'reason', reason)
    FROM set_aside WHERE kind = 'target' AND item = CAST(t.id AS TEXT)) AS aside,
  (SELECT json_object('id', id, 'severity', severity, 'since', started_at,
      'acknowledgedAt', acknowledged_at, 'acknowledgedBy', acknowledged_by)
    FROM incidents INDEXED BY incidents_open
    WHERE target_id = t.id AND closed_at IS NULL) AS incident`;

/** The same for a target that was stored just now, of which nothing is remembered. */
export const newColumns = sql`${targetColumns}, NULL AS state, NULL AS manual,
  NULL AS reads, NULL AS aside, NULL AS incident`;

export function toKnown({
  state,
  manual,
  reads,
  aside,
  incident,
  ...row
}: KnownRow): KnownTarget {
  const target = toTarget(row);
  const rounds = readRounds(state && JSON.parse(state));
  const outside = outsideOf(manual, reads && JSON.parse(reads));
  return {
    target,
    state: withOutsideContent(target, { ...rounds, ...outside }),
    aside: aside === null ? null : JSON.parse(aside),
    incident: incident === null ? null : JSON.parse(incident),
  };
}
