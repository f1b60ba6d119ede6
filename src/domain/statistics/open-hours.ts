// Counts a target's latest hours while they run: what happened in an hour is sealed some
// time after the hour's end, and until then it stands among the runs of the whole shard.
import { type Drop, type Outcome, outcomeOf, type Run } from "#domain/runs/run.ts";
import { hourOf } from "#domain/time/instants.ts";
import { addHeat, type HeatCounts, noHeat } from "./heat.ts";

/** By hour since the epoch. An hour in which nothing happened is absent. */
export type OpenHours = ReadonlyMap<number, HeatCounts>;

/**
 * The newest hours that are remembered: the one that runs, the one before until it is
 * sealed, and two for a sealing that is late.
 */
export const openHoursKept = 4;

/** The hours with one more run, in the hour of its slot. */
export const countRunByHour = (hours: OpenHours, run: Run): OpenHours =>
  withMore(
    hours,
    hourOf(run.dueAt),
    hourOf(Math.max(run.dueAt, run.startedAt)),
    oneRun[outcomeOf(run)],
  );

/** The hours with the slots of a drop, where these were missed. */
export function countDropByHour(hours: OpenHours, drop: Drop): OpenHours {
  if (drop.fate !== "missed") return hours;
  const hour = hourOf(drop.firstAt);
  const newest = Math.max(hour, ...hours.keys());
  return withMore(hours, hour, newest, { ...noHeat, missed: drop.count });
}

const oneRun: Readonly<Record<Outcome, HeatCounts>> = {
  ok: { ...noHeat, ok: 1 },
  degraded: { ...noHeat, ok: 1, degraded: 1 },
  failed: { ...noHeat, failed: 1 },
};

/** Hours after `newest` were counted by a clock that was ahead: they go. */
function withMore(
  hours: OpenHours,
  hour: number,
  newest: number,
  more: HeatCounts,
): OpenHours {
  const kept = [...hours].filter(
    ([known]) => known <= newest && known > newest - openHoursKept,
  );
  if (hour <= newest - openHoursKept) return new Map(kept);
  return new Map(kept).set(hour, addHeat(hours.get(hour) ?? noHeat, more));
}

/** Adds up what was counted in rounds and outside them. */
export function addOpenHours(a: OpenHours, b: OpenHours): OpenHours {
  const sum = new Map(a);
  for (const [hour, counts] of b) sum.set(hour, addHeat(sum.get(hour) ?? noHeat, counts));
  return sum;
}

/**
 * The newest hour, and its counts and those of the hours before: the number of runs that
 * succeeded where nothing else happened. Append only: the position is stored.
 */
export type PackedOpenHours = [
  newest: number,
  ...counts: (
    | number
    | [ok: number, failed: number, missed: number]
    | [ok: number, failed: number, missed: number, degraded: number]
  )[],
];

/** Null when nothing was counted. */
export function packOpenHours(hours: OpenHours): PackedOpenHours | null {
  const newest = Math.max(...hours.keys());
  const oldest = Math.min(...hours.keys());
  if (hours.size === 0) return null;
  return [
    newest,
    ...Array.from({ length: newest - oldest + 1 }, (_, ago) => {
      const { ok, degraded, failed, missed } = hours.get(newest - ago) ?? noHeat;
      if (degraded > 0) return [ok, failed, missed, degraded] as const;
      return failed + missed === 0 ? ok : ([ok, failed, missed] as const);
    }),
  ] as PackedOpenHours;
}

export function unpackOpenHours([newest, ...packed]: PackedOpenHours): OpenHours {
  const read = packed.map((counts, ago): [number, HeatCounts] => {
    const [ok = 0, failed = 0, missed = 0, degraded = 0] =
      typeof counts === "number" ? [counts] : counts;
    return [newest - ago, { ok, degraded, failed, missed }];
  });
  return new Map(read.filter(([, { ok, failed, missed }]) => ok + failed + missed > 0));
}
