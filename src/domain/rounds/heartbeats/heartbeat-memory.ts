// Remembers of a heartbeat what the next pings are understood by. Plain data.
import { isCredible } from "#domain/time/clock-trust.ts";

/** A run that has begun and not ended. Epoch ms. */
export type OpenRun = {
  rid: string | null;
  startedAt: number;
  /** The slot it serves; null for a run outside of slots. */
  slot: number | null;
  /** The slot, or what stands for it. */
  dueAt: number;
  /** What its deadline counts from: its start, or its last log that keeps it alive. */
  aliveAt: number;
};

export type HeartbeatMemory = {
  /** Runs under way, in the order of their starts. */
  open: readonly OpenRun[];
  /**
   * When its last run began: an interval's slots count from it. Before its anchor it has
   * not been heard since, and has no slots. Epoch ms.
   */
  ranAt: number;
  /** The last run outside of slots: two of them are never one. Epoch ms. */
  extraAt: number;
  /** All up to here has been understood: time does not go back. Epoch ms. */
  heardAt: number;
  /** How long the latest runs took, ms, the newest last. */
  usual: readonly number[];
  /** The rids that ended lately, the newest last: a repeat of an end is no other run. */
  ended: readonly string[];
  /** The runs that did not end in time, by their rids, the newest last: they may yet end. */
  overdue: readonly (string | null)[];
  /** When the run that ended last was under way: slots meanwhile had to wait. Epoch ms. */
  busy: { from: number; to: number } | null;
};

/**
 * The memory as far as it can be believed at `now`. What a clock that was far ahead has
 * understood is no reason to be deaf.
 */
export function credibleHeartbeat(memory: HeartbeatMemory, now: number): HeartbeatMemory {
  const credible = (at: number) => (isCredible(at, now) ? at : now);
  const { heardAt, ranAt } = memory;
  if (isCredible(heardAt, now) && isCredible(ranAt, now)) return memory;
  return { ...memory, heardAt: credible(heardAt), ranAt: credible(ranAt) };
}

/** What is remembered before the first ping. */
export const neverHeard: HeartbeatMemory = {
  open: [],
  ranAt: 0,
  extraAt: 0,
  heardAt: 0,
  usual: [],
  ended: [],
  overdue: [],
  busy: null,
};

/** Runs by which the usual duration is told. */
export const usualRuns = 30;

/** Rids that are remembered after their end. */
export const endedRids = 50;

/** Runs of one heartbeat that may be under way at once; of more the oldest has failed. */
export const mostOpenRuns = 50;

/**
 * The memory as far as it can be believed at `now`. What a clock that was far ahead has
 * left must not silence a heartbeat: its slots count from now.
 */
export function credibleMemory(memory: HeartbeatMemory, now: number): HeartbeatMemory {
  const isWrong = (at: number) => !isCredible(at, now);
  const { open, ranAt, extraAt, heardAt, busy } = memory;
  const wrong = [ranAt, heardAt, busy?.to ?? 0, ...open.map(({ aliveAt }) => aliveAt)];
  if (!wrong.some(isWrong)) return memory;
  return {
    ...memory,
    open: open.filter(({ aliveAt }) => !isWrong(aliveAt)),
    ranAt: Math.min(ranAt, now),
    extraAt: isWrong(extraAt) ? 0 : extraAt,
    heardAt: Math.min(heardAt, now),
    busy: null,
  };
}

/** Append only: the position is stored. */
export type PackedHeartbeat = [
  open: [rid: string | null, startedAt: number, dueAt: number, aliveAfter: number][],
  ranAt: number,
  extraAt: number,
  heardAt: number,
  usual: number[],
  ended: string[],
  overdue: (string | null)[],
  busy: [from: number, to: number] | null,
];

export const packHeartbeat = (memory: HeartbeatMemory): PackedHeartbeat => [
  memory.open.map(({ rid, startedAt, dueAt, aliveAt }) => [
    rid,
    startedAt,
    dueAt,
    aliveAt - startedAt,
  ]),
  memory.ranAt,
  memory.extraAt,
  memory.heardAt,
  [...memory.usual],
  [...memory.ended],
  [...memory.overdue],
  memory.busy && [memory.busy.from, memory.busy.to],
];

export const unpackHeartbeat = ([
  open,
  ranAt,
  extraAt,
  heardAt,
  usual,
  ended,
  overdue,
  busy,
]: PackedHeartbeat): HeartbeatMemory => ({
  open: open.map(([rid, startedAt, dueAt, aliveAfter]) => ({
    rid,
    startedAt,
    slot: slotIn(dueAt),
    dueAt,
    aliveAt: startedAt + aliveAfter,
  })),
  ranAt,
  extraAt,
  heardAt,
  usual,
  ended,
  overdue,
  busy: busy && { from: busy[0], to: busy[1] },
});

/** An odd millisecond stands for the slot of a run outside of slots (runs/run). */
const slotIn = (dueAt: number): number | null => (dueAt % 2 === 0 ? dueAt : null);
