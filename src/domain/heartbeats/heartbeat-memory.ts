// Remembers of a heartbeat what the next pings are understood by. Plain data.

/** A run that has begun and not ended. Epoch ms. */
export type OpenRun = {
  rid: string | null;
  startedAt: number;
  /** The slot it serves; null for a run outside of slots. */
  slot: number | null;
  /** What its deadline counts from: its start, or its last log that keeps it alive. */
  aliveAt: number;
};

export type HeartbeatMemory = {
  /** Runs under way, in the order of their starts. */
  open: readonly OpenRun[];
  /** When its last run began: an interval's slots count from it. Epoch ms. */
  ranAt: number;
  /** The last run outside of slots: two of them are never one. Epoch ms. */
  extraAt: number;
  /** The latest pings came in by then: time does not go back. Epoch ms. */
  heardAt: number;
  /** How long the latest runs took, ms, the newest last. */
  usual: readonly number[];
  /** The rids that ended lately, the newest last: a repeat of an end is no other run. */
  ended: readonly string[];
};

/** Runs by which the usual duration is told. */
export const usualRuns = 30;

/** Rids that are remembered after their end. */
export const endedRids = 50;

/** Runs of one heartbeat that may be under way at once; of more the oldest has failed. */
export const mostOpenRuns = 50;

/** Append only: the position is stored. */
export type PackedHeartbeat = [
  open: [
    rid: string | null,
    startedAt: number,
    slot: number | null,
    aliveAfter: number,
  ][],
  ranAt: number,
  extraAt: number,
  heardAt: number,
  usual: number[],
  ended: string[],
];

export const packHeartbeat = ({
  open,
  ranAt,
  extraAt,
  heardAt,
  usual,
  ended,
}: HeartbeatMemory): PackedHeartbeat => [
  open.map(({ rid, startedAt, slot, aliveAt }) => [
    rid,
    startedAt,
    slot,
    aliveAt - startedAt,
  ]),
  ranAt,
  extraAt,
  heardAt,
  [...usual],
  [...ended],
];

export const unpackHeartbeat = ([
  open,
  ranAt,
  extraAt,
  heardAt,
  usual,
  ended,
]: PackedHeartbeat): HeartbeatMemory => ({
  open: open.map(([rid, startedAt, slot, aliveAfter]) => ({
    rid,
    startedAt,
    slot,
    aliveAt: startedAt + aliveAfter,
  })),
  ranAt,
  extraAt,
  heardAt,
  usual,
  ended,
});
