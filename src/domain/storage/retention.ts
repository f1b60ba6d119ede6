// Decides how long history is kept, and what goes first when the database is nearly full:
// runs in detail, then the summaries of hours. Summaries of days, failed runs and pages
// stay whatever happens.
import { dayMs } from "#domain/time/instants.ts";

/** How long a deployment keeps runs in detail, summaries of hours, and failed runs. */
export type Kept = { runsMs: number; hoursMs: number; failuresMs: number };

/** How many times the time that each is kept is halved for want of room. */
export type Halvings = { runs: number; hours: number };

/** No halving leaves less than this. */
export const leastMs = { runs: dayMs, hours: 30 * dayMs };

/**
 * From this share of the limit on, room is made; each further step of it halves once
 * more, twenty times at most.
 */
export const crowdedFrom = 0.95;
const step = 0.0025;
const mostHalvings = 20;

/**
 * How often to halve at a share of the limit: runs, and once they are down to the least,
 * hours as well.
 */
export function halvingsAt(usedShare: number, { runsMs }: Kept): Halvings {
  if (usedShare < crowdedFrom) return { runs: 0, hours: 0 };
  const runs = Math.min(mostHalvings, 1 + Math.floor((usedShare - crowdedFrom) / step));
  const untilLeast = Math.max(0, Math.ceil(Math.log2(runsMs / leastMs.runs)));
  return { runs, hours: Math.max(0, runs - untilLeast) };
}

/**
 * How long something is kept after so many halvings: not less than `least`, but no longer
 * than without them.
 */
export const halved = (ms: number, halvings: number, least: number): number =>
  Math.max(Math.min(ms, least), Math.floor(ms / 2 ** halvings));

/** How long history is kept while so much of the limit is used. */
export function retentionUnderPressure(kept: Kept, usedShare: number): Kept {
  const { runs, hours } = halvingsAt(usedShare, kept);
  return {
    ...kept,
    runsMs: halved(kept.runsMs, runs, leastMs.runs),
    hoursMs: halved(kept.hoursMs, hours, leastMs.hours),
  };
}
