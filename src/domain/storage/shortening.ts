// Decides, once an hour, by how many steps history is kept shorter, so that the database
// never gets full: more while too much is used, fewer once there is room for a step.
import { type Kept, keptAfter, mostSteps, shareOfStep } from "./retention.ts";

/** By how many steps history is kept shorter, and since when by so many. Epoch ms. */
export type Shortening = { steps: number; since: number | null };

export const notShortened: Shortening = { steps: 0, since: null };

/** From this share of the limit on history is kept shorter. */
export const shortenFrom = 0.85;

/** Beyond this share a step an hour may be too slow: one more for each hundredth. */
const hurryFrom = 0.86;
const hurryStep = 0.01;

/** From here on nobody waits until what is due is deleted before the next step. */
const urgentFrom = 0.9;

/**
 * Below this share a step is taken back. If all that is used grew by the step, it would
 * still be less than the share from which history is kept shorter: so no step is taken
 * back only to be taken again.
 */
export const lengthenBelow = 0.99 * shortenFrom * shareOfStep;

/** From here on the database is nearly full in spite of all that. */
export const crowdedFrom = 0.95;

export type Use = {
  usedShare: number;
  /** Whether there is more due for deletion than was deleted up to now. */
  isBehind: boolean;
  now: number;
};

/** What is in force from now on; the same object where nothing changes. */
export function nextShortening(
  { usedShare, isBehind, now }: Use,
  before: Shortening,
  kept: Kept,
): Shortening {
  const most = mostSteps(kept);
  const steps = Math.min(most, before.steps + stepsMore(usedShare, isBehind));
  if (steps !== before.steps) return { steps, since: now };
  const mayLengthen = usedShare < lengthenBelow && steps > 0;
  return mayLengthen && now >= (before.since ?? 0) + filledMs(steps, kept)
    ? { steps: steps - 1, since: now }
    : before;
}

function stepsMore(usedShare: number, isBehind: boolean): number {
  if (usedShare < shortenFrom || (isBehind && usedShare < urgentFrom)) return 0;
  return 1 + Math.max(0, Math.floor((usedShare - hurryFrom) / hurryStep));
}

/** How long it took until history was as old as it is kept, after a step was taken back. */
function filledMs(steps: number, kept: Kept): number {
  const [now, before] = [keptAfter(steps, kept), keptAfter(steps + 1, kept)];
  return Math.max(now.runsMs - before.runsMs, now.hoursMs - before.hoursMs);
}
