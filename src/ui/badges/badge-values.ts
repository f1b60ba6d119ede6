// Puts what badges say about a target into words and colours.

import type { Status } from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import type { Badge } from "./badge.ts";

export type BadgeValue = Pick<Badge, "value" | "color">;

const noData: BadgeValue = { value: "no data", color: "grey" };

const statuses: Record<Status, BadgeValue> = {
  new: noData,
  up: { value: "up", color: "green" },
  degraded: { value: "degraded", color: "orange" },
  down: { value: "down", color: "red" },
  paused: { value: "paused", color: "grey" },
};

export const statusValue = (status: Status): BadgeValue => statuses[status];

/**
 * The share of runs that were ok. It is rounded down to hundredths of a percent, so
 * that a single failure shows.
 */
export function availabilityValue(ok: number, runs: number): BadgeValue {
  if (runs === 0) return noData;
  const percent = Math.floor((ok * 10_000) / runs) / 100;
  return {
    value: `${percent}%`,
    color: percent >= 99 ? "green" : percent >= 95 ? "orange" : "red",
  };
}

/**
 * A duration in ms, null when there was none. It is always blue, since what is slow
 * depends on the target.
 */
export function latencyValue(ms: number | null): BadgeValue {
  if (ms === null) return noData;
  const whole = Math.round(ms);
  const value =
    whole < 1_000
      ? `${whole} ms`
      : whole < 60_000
        ? `${Number((whole / 1_000).toPrecision(3))} s`
        : formatDuration(Math.round(whole / 1_000) * 1_000);
  return { value, color: "blue" };
}
