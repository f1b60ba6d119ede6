// Lists what is remembered of a target between its scheduled runs: of each memory, how it
// is packed and read, and what a run makes of it. A new memory is a line at the end of
// the table.
import {
  type ContentWatch,
  type PackedWatch,
  packWatch,
  unpackWatch,
} from "#domain/changes/content-watch.ts";
import type { Turn } from "#domain/changes/take-sight.ts";
import { type PackedTurn, packTurn, unpackTurn } from "#domain/changes/turn-encoding.ts";
import {
  type Alarm,
  type PackedAlarm,
  packAlarm,
  unpackAlarm,
} from "#domain/incidents/alarm-state.ts";
import {
  type NumberHistory,
  type PackedNumbers,
  packNumbers,
  takeNumbers,
  unpackNumbers,
} from "#domain/readings/number-memory.ts";
import {
  type PackedSeenContent,
  packSeenContent,
  unpackSeenContent,
} from "#domain/rounds/contents/seen-content.ts";
import {
  type HeartbeatMemory,
  type PackedHeartbeat,
  packHeartbeat,
  unpackHeartbeat,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import { packRun, unpackRun } from "#domain/runs/encoding/packed-run.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import type { ContentSince } from "#domain/runs/judging/content-since.ts";
import type { SeenContent, Validators } from "#domain/runs/judging/fetched.ts";
import {
  type PackedValidators,
  packValidators,
  unpackValidators,
} from "#domain/runs/judging/validators-encoding.ts";
import { type Drop, type Run, recencyOf } from "#domain/runs/run.ts";
import {
  countDropByHour,
  countRunByHour,
  type OpenHours,
  type PackedOpenHours,
  packOpenHours,
  unpackOpenHours,
} from "#domain/statistics/open-hours.ts";
import {
  countDrop,
  countRun,
  createTotals,
  type Totals,
} from "#domain/statistics/totals.ts";
import { packTotals, unpackTotals } from "#domain/statistics/totals-encoding.ts";

/** `last` is the target's last scheduled run. It is packed and read before the rest. */
type Memory<Value> = {
  /** Gives JSON; null when there is nothing to keep. */
  pack(value: Value, last: Run | undefined): unknown;
  /** Reads what `pack` gave. Gives undefined when that means nothing any more. */
  unpack(packed: unknown, last: Run | undefined): Value | undefined;
  /** The memory after a run. Without this, no run changes it. */
  afterRun?(before: Value | undefined, ended: EndedRun): Value | undefined;
  /** The memory after slots that ended without a run. Without this, they change nothing. */
  afterDrop?(before: Value | undefined, drop: Drop): Value;
};

/** A scheduled run, and when its target was free again: after the run's retries. */
type EndedRun = Verdict & { freeAt: number };

const instant: Memory<number> = {
  pack: (at) => (Number.isFinite(at) ? at : null),
  unpack: (packed) => packed as number,
};

const endOfRun: Memory<number> = { ...instant, afterRun: (_, { freeAt }) => freeAt };

const recencyOfRun: Memory<number> = {
  ...instant,
  afterRun: (_, { run }) => recencyOf(run),
};

const lastRun: Memory<Run> = {
  pack: packRun,
  unpack: (packed) => unpackRun(packed as string),
  afterRun: (_, { run }) => run,
};

const lastValidators: Memory<Validators> = {
  pack: packValidators,
  unpack: (packed) => unpackValidators(packed as PackedValidators),
  afterRun: (before, { learned }) => learned.validators ?? before,
};

const runTotals: Memory<Totals> = {
  pack: packTotals,
  unpack: (packed) => unpackTotals(packed as string),
  afterRun: (before, { run }) => countRun(before ?? createTotals(), run),
  afterDrop: (before, drop) => countDrop(before ?? createTotals(), drop),
};

const noHours: OpenHours = new Map();

const latestHours: Memory<OpenHours> = {
  pack: packOpenHours,
  unpack: (packed) => unpackOpenHours(packed as PackedOpenHours),
  afterRun: (before, { run }) => countRunByHour(before ?? noHours, run),
  afterDrop: (before, drop) => countDropByHour(before ?? noHours, drop),
};

const lastContent: Memory<SeenContent> = {
  pack: packSeenContent,
  unpack: (packed, last) => unpackSeenContent(packed as PackedSeenContent, last),
  afterRun: (before, { learned }) => learned.content ?? before,
};

/** An attempt that a lost round may have made for a slot, and when. Epoch ms. */
export type LostTry = { slot: number; startedAt: number };

/** Append only: the position is stored. */
type PackedLostTry = [slot: number, startedAt: number];

const lostTries: Memory<readonly LostTry[]> = {
  pack: (tries) => tries.map(({ slot, startedAt }): PackedLostTry => [slot, startedAt]),
  unpack: (packed) =>
    (packed as PackedLostTry[]).map(([slot, startedAt]) => ({ slot, startedAt })),
};

/** Absent while a target is at rest. What changes it depends on more than the run. */
const failing: Memory<Alarm> = {
  pack: packAlarm,
  unpack: (packed) => unpackAlarm(packed as PackedAlarm),
};

/** Append only: the position is stored. */
type PackedContentSince = [
  hash: string,
  since: number,
  isFirst: 0 | 1,
  requestRevision?: number | null,
];

const contentSince: Memory<ContentSince> = {
  pack: ({ hash, since, isFirst, requestRevision }): PackedContentSince => [
    hash,
    since,
    isFirst ? 1 : 0,
    requestRevision,
  ],
  unpack: (packed) => {
    const [hash, since, isFirst, requestRevision = null] = packed as PackedContentSince;
    return { hash, since, isFirst: isFirst === 1, requestRevision };
  },
  afterRun: (before, { learned }) => learned.contentSince ?? before,
};

/** What changes it depends on more than the run. */
const watchedContents: Memory<ContentWatch> = {
  pack: packWatch,
  unpack: (packed) => unpackWatch(packed as PackedWatch),
};

const unjudgedTurns: Memory<readonly Turn[]> = {
  pack: (turns) => (turns.length === 0 ? null : turns.map(packTurn)),
  unpack: (packed) => (packed as PackedTurn[]).map(unpackTurn),
};

const readNumbers: Memory<NumberHistory> = {
  pack: packNumbers,
  unpack: (packed) => unpackNumbers(packed as PackedNumbers),
  afterRun: (before, { requestRevision, run }) =>
    takeNumbers(before, requestRevision, run),
};

/** What changes it are pings, not runs alone. */
const heardLately: Memory<HeartbeatMemory> = {
  pack: packHeartbeat,
  unpack: (packed) => unpackHeartbeat(packed as PackedHeartbeat),
};

/** Append only: the position is stored. */
const memories = {
  /** The last slot accounted for. */
  cursor: instant,
  /** When the target was free again after its last scheduled run and the retries. */
  freeAt: endOfRun,
  /**
   * The last scheduled run: the next one in the same hour is packed as a difference from
   * it.
   */
  last: lastRun,
  /** What the last whole answer offered for conditional requests. */
  validators: lastValidators,
  /** What the scheduled runs and slots have come to. */
  totals: runTotals,
  /** The last content that a run saw. */
  content: lastContent,
  /** Slots up to here end without a run, when too many waited to be counted at once. */
  dropUntil: instant,
  /** Orders the last run among runs outside rounds; SQL reads it (turn-statuses). */
  recency: recencyOfRun,
  /** What lost rounds may have done, until the next run tells it. */
  lost: lostTries,
  /** What the latest hours have come to, which may not be sealed yet. */
  hours: latestHours,
  /** Since when the content is what it is, for targets whose conditions ask. */
  contentSince,
  /** What counts toward an incident, and the one that is open (domain/incidents). */
  alarm: failing,
  /** What the numbers that are read have come to. */
  numbers: readNumbers,
  /** What its contents were, and which one is waited for (domain/changes). */
  contents: watchedContents,
  /** Contents that settled and are still to be compared with those of before. */
  unjudged: unjudgedTurns,
  /** When it is to be read again, since its content found no room in a round. */
  rereadAt: instant,
  /** Its runs under way, and by what the next pings are understood. */
  heartbeat: heardLately,
} satisfies Record<string, Memory<unknown>>;

type Table = typeof memories;

/** What is remembered of a target. A memory that is not there yet is absent. */
export type Memories = {
  [Name in keyof Table]?: Table[Name] extends Memory<infer Value> ? Value : never;
};

/** Each memory by its name, in the order in which they are stored. */
export const memoryTable = Object.entries(memories) as [keyof Table, Memory<unknown>][];
