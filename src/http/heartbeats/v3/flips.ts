// Tells when a check's status turned: of its incidents, and of its status now.
import type { Target } from "#domain/targets/target.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { DownTime } from "#store/incidents/flips.ts";

/** Epoch ms. */
export type Flip = { at: number; isUp: boolean };

/** `from` is inclusive, `to` exclusive. Epoch ms. */
export type FlipQuery = { from: number; to: number };

/** Flips, the latest first. `downs` are given the latest first. */
export function toFlips(
  downs: readonly DownTime[],
  { status, statusSince }: Pick<Target, "status" | "statusSince">,
): Flip[] {
  const flips = downs.flatMap(({ openedAt, closedAt, isRecovered }): Flip[] => [
    ...(closedAt === null ? [] : [{ at: closedAt, isUp: isRecovered }]),
    { at: openedAt, isUp: false },
  ]);
  const isUp = status === "up" || status === "degraded";
  const isTold = flips[0] === undefined ? !isUp : flips[0].isUp === isUp;
  return isTold ? flips : [{ at: statusSince, isUp }, ...flips];
}

/** Null when a parameter is none that Healthchecks takes. */
export function readFlipQuery(
  { start, end, seconds }: Record<string, string>,
  now: number,
): FlipQuery | null {
  const [from, to, last] = [
    readNumber(start, 10_000_000_000),
    readNumber(end, 10_000_000_000),
    readNumber(seconds, (365 * dayMs) / 1_000),
  ];
  if (from === null || to === null || last === null) return null;
  return {
    from: Math.max((from ?? 0) * 1_000, last === undefined ? 0 : now - last * 1_000),
    to: to === undefined ? Number.POSITIVE_INFINITY : to * 1_000,
  };
}

export const isWithin = (at: number, { from, to }: FlipQuery): boolean =>
  at >= from && at < to;

/** Undefined where none is given, null for what is no whole number up to `most`. */
function readNumber(text: string | undefined, most: number): number | null | undefined {
  if (text === undefined || text === "") return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return number <= most ? number : null;
}
