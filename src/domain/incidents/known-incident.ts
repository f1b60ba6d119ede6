// Settles what rounds remember of a target's alarm with what is stored: what the database
// says of an incident is true. No I/O, no clock.
import { isCredible } from "#domain/time/clock-trust.ts";
import { type Alarm, atRest, type OpenIncident } from "./alarm-state.ts";

/** A target's incident that is open, as it is stored. Instants are epoch ms. */
export type StoredIncident = Pick<
  OpenIncident,
  | "id"
  | "startedAt"
  | "openedAt"
  | "severity"
  | "runsFailed"
  | "slotsMissed"
  | "lastGoodAt"
> & { lastRanAt?: number | null };

/**
 * The alarm to go on with at `now`. An incident that is stored as open is open, whatever
 * is remembered. One that is not was closed by hand: it stays quiet until the target
 * recovers. A target that began anew at `anchorAt` has forgotten what was before.
 */
export function settledAlarm(
  remembered: Alarm | undefined,
  stored: StoredIncident | null,
  anchorAt: number,
  now: number,
): Alarm | undefined {
  const alarm = remembered && credibleAlarm(remembered, now);
  if (stored !== null)
    return alarm?.open?.id === stored.id ? alarm : adopted(alarm, stored);
  if (alarm === undefined) return undefined;
  if (anchorAt > (alarm.open?.openedAt ?? alarm.since)) return undefined;
  return alarm.open === null
    ? alarm
    : { ...alarm, open: { ...alarm.open, isQuiet: true } };
}

/** What a clock far ahead has planned is not waited for. */
const credibleAlarm = (alarm: Alarm, now: number): Alarm =>
  alarm.recheckAt === null || isCredible(alarm.recheckAt, now)
    ? alarm
    : { ...alarm, recheckAt: null };

const adopted = (alarm: Alarm = atRest, stored: StoredIncident): Alarm => ({
  ...alarm,
  since: stored.startedAt,
  takenAt: Math.max(alarm.takenAt, stored.openedAt),
  recheckAt: null,
  open: {
    ...stored,
    passing: 0,
    failedAt: stored.openedAt,
    isFlapping: false,
    turns: 0,
    isQuiet: false,
    lastRanAt: stored.lastRanAt ?? null,
  },
});
