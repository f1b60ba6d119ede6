// Describes what is remembered of a target's failing, and packs it for the state of its
// shard. A target at rest has nothing to remember.

/**
 * What a run came to; missed: a slot whose job did not report, which counts as a run that
 * failed. Append only: the position is stored.
 */
const outcomes = ["ok", "degraded", "failed", "missed"] as const;
export type Outcome = (typeof outcomes)[number];

/** A run that counts toward an incident: when it began (epoch ms), what it came to. */
export type Recent = { at: number; outcome: Outcome };

/** An incident as its target's rounds know it. Instants are epoch ms. */
export type OpenIncident = {
  id: string;
  /** When its first failing run began, and the run that opened it. */
  startedAt: number;
  openedAt: number;
  severity: "down" | "degraded";
  runsFailed: number;
  slotsMissed: number;
  /** When the last run before it began that passed. */
  lastGoodAt: number | null;
  /** How many runs in a row have passed up to now. */
  passing: number;
  /** When its last failing run began. */
  failedAt: number;
  /** Whether it stays open until the target has been quiet for some time. */
  isFlapping: boolean;
  /** How often the target recovered and failed again meanwhile. */
  turns: number;
  /** Whether somebody closed it: nobody is told of it any more. */
  isQuiet: boolean;
  /** When the last run began of a job that did not report; null where no slot counts. */
  lastRanAt: number | null;
};

export type Alarm = {
  /** How many runs in a row have failed up to now. */
  row: number;
  /** How many of these are slots whose job did not report. */
  rowMissed: number;
  /** When the first of the failing runs began that count. */
  since: number;
  /** The latest runs that count toward an incident; the first of them failed. */
  recent: readonly Recent[];
  lastGoodAt: number | null;
  /** When incidents of the last hour opened. */
  openings: readonly number[];
  open: OpenIncident | null;
  /** The incident of another target in which this one is named. */
  heldBy: string | null;
  /** When the target is to be fetched again before its next slot. */
  recheckAt: number | null;
  /** When the last run began that was taken in. */
  takenAt: number;
};

export const atRest: Alarm = {
  row: 0,
  rowMissed: 0,
  since: 0,
  recent: [],
  lastGoodAt: null,
  openings: [],
  open: null,
  heldBy: null,
  recheckAt: null,
  takenAt: Number.NEGATIVE_INFINITY,
};

/** Instants are told from `takenAt` backwards. Append only: the position is stored. */
export type PackedAlarm = [
  takenAt: number,
  row: number,
  since: number,
  recent: number[],
  lastGoodAt: number | null,
  openings: number[],
  recheckIn: number | null,
  heldBy: string | null,
  open?: PackedIncident | null,
  rowMissed?: number,
];

/** Append only: the position is stored. */
type PackedIncident = [
  id: string,
  startedAt: number,
  openedAt: number,
  isDown: 0 | 1,
  runsFailed: number,
  slotsMissed: number,
  lastGoodAt: number | null,
  passing: number,
  failedAt: number,
  isFlapping: 0 | 1,
  turns: number,
  isQuiet: 0 | 1,
  lastRan?: number,
];

/** Packs each run as how long ago it was and, in the last digit, what it came to. */
export function packAlarm(alarm: Alarm): PackedAlarm {
  const { takenAt, row, since, recent, lastGoodAt, openings, recheckAt } = alarm;
  const { open, rowMissed } = alarm;
  const ago = (at: number) => takenAt - at;
  return [
    takenAt,
    row,
    ago(since),
    recent.map(({ at, outcome }) => ago(at) * 10 + outcomes.indexOf(outcome)),
    lastGoodAt === null ? null : ago(lastGoodAt),
    openings.map(ago),
    recheckAt === null ? null : -ago(recheckAt),
    alarm.heldBy,
    ...(open !== null || rowMissed > 0 ? [open && packIncident(open, ago)] : []),
    ...(rowMissed > 0 ? [rowMissed] : []),
  ] as PackedAlarm;
}

function packIncident(open: OpenIncident, ago: (at: number) => number): PackedIncident {
  return [
    open.id,
    ago(open.startedAt),
    ago(open.openedAt),
    open.severity === "down" ? 1 : 0,
    open.runsFailed,
    open.slotsMissed,
    open.lastGoodAt === null ? null : ago(open.lastGoodAt),
    open.passing,
    ago(open.failedAt),
    open.isFlapping ? 1 : 0,
    open.turns,
    open.isQuiet ? 1 : 0,
    ...(open.lastRanAt === null ? [] : [ago(open.lastRanAt)]),
  ] as PackedIncident;
}

export function unpackAlarm(packed: PackedAlarm): Alarm {
  const [takenAt, row, since, recent, lastGoodAt, openings, recheckIn, ...rest] = packed;
  const [heldBy, open = null, rowMissed = 0] = rest;
  const then = (ago: number) => takenAt - ago;
  return {
    takenAt,
    row,
    rowMissed,
    since: then(since),
    recent: recent.map(unpackRecent(then)),
    lastGoodAt: lastGoodAt === null ? null : then(lastGoodAt),
    openings: openings.map(then),
    recheckAt: recheckIn === null ? null : takenAt + recheckIn,
    heldBy,
    open: open && unpackIncident(open, then),
  };
}

/** A run that began later than the one that was taken in last is told as -1, -2, … ms. */
const unpackRecent =
  (then: (ago: number) => number) =>
  (packed: number): Recent => {
    const ago = Math.floor(packed / 10);
    const outcome = outcomes[packed - ago * 10];
    if (outcome === undefined)
      throw new RangeError(`no outcome has the number ${packed}`);
    return { at: then(ago), outcome };
  };

function unpackIncident(
  packed: PackedIncident,
  then: (ago: number) => number,
): OpenIncident {
  const [id, startedAt, openedAt, isDown, runsFailed, slotsMissed, lastGoodAt, ...rest] =
    packed;
  const [passing, failedAt, isFlapping, turns, isQuiet, lastRan] = rest;
  return {
    id,
    startedAt: then(startedAt),
    openedAt: then(openedAt),
    severity: isDown ? "down" : "degraded",
    runsFailed,
    slotsMissed,
    lastGoodAt: lastGoodAt === null ? null : then(lastGoodAt),
    passing,
    failedAt: then(failedAt),
    isFlapping: isFlapping === 1,
    turns,
    isQuiet: isQuiet === 1,
    lastRanAt: lastRan === undefined ? null : then(lastRan),
  };
}
