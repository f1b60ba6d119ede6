// Reads and writes what a shard's row remembers of its targets (schema: shards.state): of
// each target what its rounds remember, and beside that what runs outside rounds (manual
// ones and crawls) have left. It also has the parts to which its rounds append
// (store/shards/known-parts) and who recorded it last (store/rounds/record-round).

import type { OutsideRead, TargetState } from "#domain/rounds/state.ts";
import {
  type PackedState,
  packState,
  unpackState,
} from "#domain/rounds/state-encoding.ts";
import { unpackRun } from "#domain/runs/encoding/packed-run.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { latestRun, type Run, recencyOf } from "#domain/runs/run.ts";
import type { OpenHours } from "#domain/statistics/open-hours.ts";
import {
  addTotals,
  createTotals,
  fromCounts,
  type Totals,
} from "#domain/statistics/totals.ts";

/** The names in a shard's state that are one target's. */
export const namesOf = (targetId: number) => ({
  /** What its rounds remember (domain/rounds/state-encoding). */
  rounds: `${targetId}`,
  /** Its latest run outside rounds. */
  last: `${targetId}m`,
  /** Its runs outside rounds that read something, until a round has seen them. */
  reads: `${targetId}w`,
  /** How recent that is (domain/runs/run: recencyOf). */
  recency: `${targetId}a`,
  /** What its runs outside rounds have come to (domain/statistics/totals). */
  counts: `${targetId}n`,
  /** Its latest runs outside rounds in brief. */
  recent: `${targetId}r`,
  /** Its latest runs outside rounds by hour (`OutsideHours`). */
  hours: `${targetId}h`,
  /** The slot that was taken last for a run that somebody asked for. */
  slot: `${targetId}s`,
});

/** What a shard's row remembers of a target. */
type ShardedTarget = {
  rounds: TargetState;
  /** Its last run, whoever asked for it. */
  last: Run | null;
  /** Of all runs, those outside rounds included. */
  totals: Totals;
};

/** Reads a shard's state; gives the function that finds a target in it. */
export function readShardState(json: string): (targetId: number) => ShardedTarget {
  const kept = JSON.parse(json) as Record<string, unknown>;
  return (targetId) => {
    const names = namesOf(targetId);
    const rounds = readRounds(kept[names.rounds]);
    const last = readOutside(kept[names.last]);
    return {
      rounds,
      last: latestRun(rounds.last, last) ?? null,
      totals: withOutside(
        rounds.totals ?? createTotals(),
        kept[names.counts],
        kept[names.recent],
      ),
    };
  };
}

/** What rounds remember of a target; nothing where that cannot be decoded. */
export const readRounds = (packed: unknown): TargetState =>
  ifDecodable(packed, (known) => unpackState(known as PackedState)) ?? {};

/** A target's latest run outside rounds; undefined where that cannot be decoded. */
export const readOutside = (packed: unknown): Run | undefined =>
  ifDecodable(packed, (known) => unpackRun(known as string));

/** Rounds leave such a target alone and say why: whoever only reads goes on. */
function ifDecodable<T>(packed: unknown, unpack: (packed: unknown) => T): T | undefined {
  try {
    return packed === undefined || packed === null ? undefined : unpack(packed);
  } catch {
    return undefined;
  }
}

function withOutside(inRounds: Totals, counts: unknown, recent: unknown): Totals {
  if (counts === undefined) return inRounds;
  const outside = fromCounts(counts as Record<string, number>, recent as string);
  return { ...addTotals(inRounds, outside), recent: inRounds.recent || outside.recent };
}

/**
 * How many runs outside rounds succeeded and failed in an hour, by the hour's number modulo
 * `openHoursKept`: an hour takes the place of one that has been sealed. `degraded` is
 * there where it is not 0.
 */
type OutsideHours = Record<
  string,
  [hour: number, ok: number, failed: number, degraded?: number]
>;

/** Reads the latest hours of runs outside rounds, which SQL has counted (record-run). */
export const readOutsideHours = (kept: OutsideHours): OpenHours =>
  new Map(
    Object.values(kept).map(([hour, ok, failed, degraded = 0]) => [
      hour,
      { ok, degraded, failed, missed: 0 },
    ]),
  );

/** What rounds remember of a shard's targets, by target id. */
export type KnownStates = {
  state: Record<string, TargetState>;
  /** Of the targets whose state cannot be decoded: why that is. */
  undecodable: Record<string, string>;
};

/** `kept` is a shard's state, parsed. */
export function unpackStates(kept: Record<string, unknown>): KnownStates {
  const known: KnownStates = { state: {}, undecodable: {} };
  for (const id of targetsIn(kept)) {
    const packed = kept[id];
    try {
      const rounds = packed === undefined ? {} : unpackState(packed as PackedState);
      known.state[id] = { ...rounds, ...laterOutside(kept, Number(id), rounds) };
    } catch (error) {
      known.undecodable[id] = messageOf(error);
    }
  }
  return known;
}

/** Targets that rounds remember, and those that only had runs outside them. */
function targetsIn(kept: Record<string, unknown>): Set<string> {
  const ids = Object.entries(kept).flatMap(([name, value]) => {
    const [, id, what] = /^([0-9]+)(m?)$/.exec(name) ?? [];
    return id === undefined || (what === "" && !Array.isArray(value)) ? [] : [id];
  });
  return new Set(ids);
}

type Outside = Pick<TargetState, "manual" | "outsideReads">;

/**
 * A target's latest run outside rounds, if it is later than what rounds remember, and
 * those that read something.
 */
function laterOutside(
  kept: Record<string, unknown>,
  id: number,
  { last }: TargetState,
): Outside {
  const names = namesOf(id);
  const recency = kept[names.recency];
  const isLater = typeof recency === "number" && recency > (last ? recencyOf(last) : 0);
  return outsideOf(isLater ? kept[names.last] : null, kept[names.reads]);
}

/** Append only: the position is stored. */
type PackedRead = [requestRevision: number, run: string];

/** A target's latest run outside rounds, and those that rounds are to see. */
export function outsideOf(packed: unknown, reads: unknown): Outside {
  const manual = readOutside(packed);
  const outsideReads = Array.isArray(reads) ? reads.flatMap(readOf) : [];
  return {
    ...(manual && { manual }),
    ...(outsideReads.length > 0 && { outsideReads }),
  };
}

function readOf([requestRevision, packed]: PackedRead): OutsideRead[] {
  const run = readOutside(packed);
  return run === undefined ? [] : [{ requestRevision, run }];
}

/** A merge patch that forgets the reads outside rounds that a round has seen. */
export const withoutSeenReads = (
  before: Readonly<Record<string, TargetState>>,
  after: Readonly<Record<string, TargetState>>,
): Record<string, null> =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([id, state]) => before[id]?.outsideReads && !state.outsideReads)
      .map(([id]) => [namesOf(Number(id)).reads, null]),
  );

/** Packs what rounds remember, as a JSON merge patch for the row's state. */
export const packStates = (
  states: Record<string, TargetState>,
): Record<string, PackedState> =>
  Object.fromEntries(Object.entries(states).map(([id, state]) => [id, packState(state)]));
