// Tells when targets are in maintenance: from windows that hold once, and from windows
// that come again by a cron expression. A window holds from its start on, and no longer
// at its end. No clock.
import { cronInstantFrom } from "#domain/schedules/cron.ts";
import type { Timing } from "#domain/schedules/schedule.ts";
import { dayMs } from "#domain/time/instants.ts";
import { isZone } from "#domain/time/zone.ts";

/** Which targets: all, or those that are named by id and those that have one of the tags. */
export type MaintenanceScope =
  | { all: true }
  | { targets: readonly number[]; tags: readonly string[] };

/** A stretch of time; `until` is exclusive. Epoch ms. */
export type Span = { from: number; until: number };

/**
 * `schedule` says when the window begins, by the rules of all schedules for clocks that
 * change (domain/schedules/cron). It lasts so much real time.
 */
export type MaintenanceTiming =
  | Span
  | { schedule: Extract<Timing, { kind: "cron" }>; lastsMs: number };

/** What a user decides about a window. */
export type MaintenanceDraft = {
  name: string;
  scope: MaintenanceScope;
  timing: MaintenanceTiming;
};

export type MaintenanceWindow = MaintenanceDraft & { id: number };

/** What of a target says which windows are its. */
export type Maintained = { id: number; tags: readonly string[] };

/** Windows are few and short texts: all of them are read at once. */
export const mostWindows = 500;

/** Windows that are over are forgotten after so long. */
export const pastWindowsKeptMs = 90 * dayMs;

export const covers = (
  { scope }: Pick<MaintenanceWindow, "scope">,
  { id, tags }: Maintained,
): boolean =>
  "all" in scope ||
  scope.targets.includes(id) ||
  tags.some((tag) => scope.tags.includes(tag));

/** Whether a target is in maintenance at an instant. */
export const isInMaintenance = (
  windows: readonly MaintenanceWindow[],
  target: Maintained,
  at: number,
): boolean =>
  windows.some((window) => covers(window, target) && occurrenceAt(window, at) !== null);

/**
 * The windows that hold at an instant. Whoever asks about many targets asks for these
 * first: a schedule is then looked at once.
 */
export const windowsInForce = <W extends MaintenanceWindow>(
  windows: readonly W[],
  at: number,
): W[] => windows.filter((window) => occurrenceAt(window, at) !== null);

/** The targets that any of these windows is of; null without a window. */
export function joinedScope(
  windows: readonly Pick<MaintenanceWindow, "scope">[],
): MaintenanceScope | null {
  if (windows.length === 0) return null;
  const targets = new Set<number>();
  const tags = new Set<string>();
  for (const { scope } of windows) {
    if ("all" in scope) return scope;
    for (const id of scope.targets) targets.add(id);
    for (const tag of scope.tags) tags.add(tag);
  }
  return { targets: [...targets], tags: [...tags] };
}

type Timed = Pick<MaintenanceWindow, "timing">;

/** When a window that holds at an instant began and ends; null when it does not hold. */
export function occurrenceAt({ timing }: Timed, at: number): Span | null {
  if (!("schedule" in timing))
    return timing.from <= at && at < timing.until ? timing : null;
  const from = beginningFrom(timing, at - timing.lastsMs + 1);
  return from !== null && from <= at ? { from, until: from + timing.lastsMs } : null;
}

/** The next `n` times that a window begins after an instant, fewer when they end. */
export function nextOccurrences({ timing }: Timed, after: number, n: number): Span[] {
  if (!("schedule" in timing)) return timing.from > after && n > 0 ? [timing] : [];
  const spans: Span[] = [];
  let from = beginningFrom(timing, after + 1);
  while (from !== null && spans.length < n) {
    spans.push({ from, until: from + timing.lastsMs });
    from = beginningFrom(timing, from + 1);
  }
  return spans;
}

/** When a window ends for good; null for one that comes again and again. */
export const endOf = ({ timing }: Timed): number | null =>
  "schedule" in timing ? null : timing.until;

/**
 * The stretches of [from, until) in which a target is in maintenance, in order and apart
 * from each other. A window begins at most once an hour, so callers ask for months, not
 * for centuries.
 */
export function spansBetween(
  windows: readonly MaintenanceWindow[],
  target: Maintained,
  from: number,
  until: number,
): Span[] {
  const found = windows
    .filter((window) => covers(window, target))
    .flatMap((window) => occurrencesBetween(window, from, until))
    .map((span) => ({
      from: Math.max(span.from, from),
      until: Math.min(span.until, until),
    }))
    .filter((span) => span.from < span.until);
  return joined(found);
}

/** The times that a window holds within [from, until), whole ones also at its ends. */
export function occurrencesBetween(
  { timing }: Timed,
  from: number,
  until: number,
): Span[] {
  if (!("schedule" in timing))
    return timing.until > from && timing.from < until ? [timing] : [];
  const spans: Span[] = [];
  let begins = beginningFrom(timing, from - timing.lastsMs + 1);
  while (begins !== null && begins < until) {
    spans.push({ from: begins, until: begins + timing.lastsMs });
    begins = beginningFrom(timing, begins + 1);
  }
  return spans;
}

/** The same time as stretches that are in order and do not touch. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || span.from > last.until) apart.push({ ...span });
    else last.until = Math.max(last.until, span.until);
  }
  return apart;
}

type Repeated = Extract<MaintenanceTiming, { lastsMs: number }>;

/** A zone that the runtime does not know any more: such a window never begins. */
const beginningFrom = ({ schedule }: Repeated, from: number): number | null =>
  isZone(schedule.zone)
    ? cronInstantFrom(schedule.expression, schedule.zone, from)
    : null;
