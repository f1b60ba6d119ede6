// Chooses between two measurements: what is counted is the newer one's, times are those of
// a machine that was not busy. Measures nothing.
import type { Measured } from "#simulate/measured.ts";

/** A machine that hashes so much less than before does other work. */
const busy = 0.8;

/** Times on a busy machine say more of its other work than of the rounds. */
export function quieter(before: Measured, now: Measured): Measured {
  if (now.machineSpeed >= busy * before.machineSpeed) return now;
  const { machineSpeed, javaScript, runtimePerCheck } = before;
  const database = withTimes(now.database, before.database);
  return { ...now, database, machineSpeed, javaScript, runtimePerCheck };
}

/** The same costs, with the times of others. */
function withTimes<T extends object>(costs: T, timed: T): T {
  const entries = Object.entries(costs).map(([name, value]) => {
    const other = (timed as Record<string, unknown>)[name];
    if (typeof value === "object") return [name, withTimes(value, other as object)];
    return [name, name === "ms" ? other : value];
  });
  return Object.fromEntries(entries) as T;
}
