// Reads a target together with what its shard remembers of it.
import { type SQL, sql } from "drizzle-orm";
import {
  emptyWithIgnored,
  type HeardAhead,
  hearAhead,
} from "#domain/heartbeats/hear-ahead.ts";
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import { withOutsideContent } from "#domain/rounds/contents/see-contents.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Target } from "#domain/targets/target.ts";
import {
  heardColumn,
  inboxCharacters,
  readHeard,
  type StoredPings,
} from "#store/heartbeats/take-pings.ts";
import { outsideOf, readRounds } from "#store/shards/shard-state.ts";
import type { Owner } from "./owners.ts";
import { type StoredFields, targetColumns, toTarget } from "./target-columns.ts";

/** A target together with what its rounds remember of it. */
export type KnownTarget = {
  target: Target;
  state: TargetState;
  /** Set while it is left alone because it broke our code. Instants are epoch ms. */
  aside: { since: number; retryAt: number; reason: string } | null;
  /** Its incident that is open; null without one. Epoch ms. */
  incident: OpenIncidentBrief | null;
  /** Of a heartbeat, its pings and what they have come to; null for other kinds. */
  heard: HeardOfTarget | null;
};

/** A target with all that is told of its history. */
export const ownerOf = ({
  target: { id, shardId },
  heard,
}: Pick<KnownTarget, "target" | "heard">): Owner =>
  heard === null ? { id, shardId } : { id, shardId, ahead: heard.entries };

/** `target` and `state` are told as they are with what the pings have come to. */
type HeardOfTarget = HeardAhead & {
  /** How many pings it has had, and when the last one came. Epoch ms. */
  pings: number;
  lastAt: number | null;
};

export type KnownRow = StoredFields & {
  state: string | null;
  manual: string | null;
  reads: string | null;
  aside: string | null;
  incident: string | null;
  heard: string | null;
};

/** Characters of each heartbeat's inbox that a list reads: what came last may be missing. */
const listedCharacters = 4_096;

/** The columns of a KnownRow, for a SELECT from `targets t` and `shards s`. */
export const knownColumns: SQL = columnsWith(inboxCharacters);

/** The same for a list of targets. */
export const listedColumns: SQL = columnsWith(listedCharacters);

function columnsWith(characters: number): SQL {
  return sql`${targetColumns},
  s.state -> ('$."' || t.id || '"') AS state,
  s.state ->> ('$."' || t.id || 'm"') AS manual,
  s.state -> ('$."' || t.id || 'w"') AS reads,
  (SELECT json_object('since', since, 'retryAt', retry_at, 'reason', reason)
    FROM set_aside WHERE kind = 'target' AND item = CAST(t.id AS TEXT)) AS aside,
  (SELECT json_object('id', id, 'severity', severity, 'since', started_at,
      'acknowledgedAt', acknowledged_at, 'acknowledgedBy', acknowledged_by)
    FROM incidents INDEXED BY incidents_open
    WHERE target_id = t.id AND closed_at IS NULL) AS incident,
  ${heardColumn(characters)}`;
}

/** The same for a target that was stored just now, of which nothing is remembered. */
export const newColumns = sql`${targetColumns}, NULL AS state, NULL AS manual,
  NULL AS reads, NULL AS aside, NULL AS incident, NULL AS heard`;

export function toKnown({
  state,
  manual,
  reads,
  aside,
  incident,
  heard,
  ...row
}: KnownRow): KnownTarget {
  const stored = toTarget(row);
  const rounds = readRounds(state && JSON.parse(state));
  const outside = outsideOf(manual, reads && JSON.parse(reads));
  const known = withOutsideContent(stored, { ...rounds, ...outside });
  const told = hear(stored, known, readHeard(heard));
  return {
    ...told,
    aside: aside === null ? null : JSON.parse(aside),
    incident: incident === null ? null : JSON.parse(incident),
  };
}

function hear(
  stored: Target,
  known: TargetState,
  heard: StoredPings | null,
): Pick<KnownTarget, "target" | "state" | "heard"> {
  if (stored.kind !== "heartbeat") return { target: stored, state: known, heard: null };
  const { target, state, ahead } = hearAhead(stored, known, heard ?? emptyWithIgnored);
  const { pings = 0, lastAt = null } = heard ?? {};
  return { target, state, heard: { ...ahead, pings, lastAt } };
}
