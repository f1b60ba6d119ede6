// Reads what the page of a target shows, with the functions that the API reads with.
import type { Deps } from "#deps";
import {
  type CalendarWindow,
  chooseCalendar,
  mostCells,
} from "#domain/calendar/calendar-window.ts";
import { layoutSlots, type SlotCalendar } from "#domain/calendar/slot-calendar.ts";
import { isWaiting, slotsAhead } from "#domain/heartbeats/slots-ahead.ts";
import {
  covers,
  type MaintenanceWindow,
  occurrenceAt,
} from "#domain/incidents/maintenance.ts";
import { shownStatus } from "#domain/incidents/shown-status.ts";
import type { Unreadable } from "#domain/runs/readable.ts";
import { type Entry, type Run, servesSlot } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { unknownZoneOf } from "#domain/schedules/unknown-zone.ts";
import { boundariesOf, pointsOf, type Window } from "#domain/statistics/series.ts";
import { slotsOf, type Target } from "#domain/targets/target.ts";
import { dayMs, hourOf } from "#domain/time/instants.ts";
import { toPage } from "#http/page.ts";
import { readRunPage, readRuns } from "#http/runs/read-runs.ts";
import { toRunFilter } from "#http/runs/run-filter.ts";
import { windowOf } from "#http/statistics/statistics-query.ts";
import { readView } from "#http/statistics/statistics-view.ts";
import { tellUnreadable } from "#http/statistics/unreadable.ts";
import { expectedRun } from "#http/targets/answers/target-answer.ts";
import { readInForce } from "#http/targets/windows-in-force.ts";
import { readLatestEntries } from "#store/runs/latest-entries.ts";
import { type KnownTarget, ownerOf } from "#store/targets/known-target.ts";
import type {
  Firing,
  RunList,
  TargetFigures,
  TargetView,
} from "#ui/targets/target-view.ts";
import { readChangesBrief } from "./changes-brief.ts";
import {
  stepsFor,
  type TargetQuery,
  usualWindows,
  windowLengths,
} from "./target-query.ts";

type Asked = { deps: Deps; known: KnownTarget; query: TargetQuery; zone: string };

export async function readTarget(asked: Asked): Promise<TargetView> {
  const { target, state, aside, incident } = asked.known;
  const firing = firingOf(asked);
  const window = firing.kind === "unknown-zone" ? null : calendarWindow(asked);
  const [{ figures, unreadable }, { calendar, gaps }, runs, lastGood, inForce, changes] =
    await Promise.all([
      readFigures(asked, window),
      readCalendar(asked, window),
      readRunList(asked),
      findLastGood(asked),
      readInForce(asked.deps),
      readChangesBrief(asked.deps, asked.known),
    ]);
  const now = asked.deps.clock.now();
  return {
    target,
    shown: shownStatus(target, state.cursor, inForce, now),
    maintainedUntil: maintainedUntil(target, inForce, now),
    state,
    aside,
    incident,
    firing,
    figures,
    calendar,
    runs,
    lastGood,
    changes,
    unreadable: Math.max(unreadable, gaps),
  };
}

/** When the last of the windows is over that hold now; null without any. */
function maintainedUntil(
  target: Target,
  inForce: readonly MaintenanceWindow[],
  now: number,
): number | null {
  const ends = inForce
    .filter((window) => covers(window, target))
    .map((window) => occurrenceAt(window, now)?.until ?? now);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The next slots that are told. */
const upcomingTold = 5;

function firingOf({ deps, known }: Asked): Firing {
  const { target } = known;
  const unknown = unknownZoneOf(target.schedule);
  if (unknown !== null) return { kind: "unknown-zone", zone: unknown };
  if (!target.enabled) return { kind: "paused" };
  if (isWaiting(known)) return { kind: "waiting" };
  const now = deps.clock.now();
  const { dueAt, runAt } = expectedRun(known, deps);
  if (dueAt !== null && runAt !== null)
    return {
      kind: "fires",
      dueAt,
      runAt,
      upcoming: previewSlots(slotsAhead(known), now, upcomingTold),
    };
  const { expiresAt } = target.schedule;
  return expiresAt !== null && expiresAt <= now
    ? { kind: "expired", at: expiresAt }
    : { kind: "never" };
}

function calendarWindow({ deps, known, query, zone }: Asked): CalendarWindow {
  const now = deps.clock.now();
  const at = Math.min(now, query.slots?.(now) ?? now);
  return chooseCalendar(slotsOf(known.target), { at, now, zone });
}

async function readFigures(
  { deps, known, query }: Asked,
  calendar: CalendarWindow | null,
): Promise<{ figures: TargetFigures; unreadable: number }> {
  const { from, to } = query;
  const isCut = from !== undefined || to !== undefined;
  const name = query.window ?? usualWindows[calendar?.layout ?? "list"];
  const window = windowOf({ from, to }, deps.clock.now(), windowLengths[name]);
  const lengthMs = window.to - window.from;
  const before = { from: Math.max(0, window.from - lengthMs), to: window.from };
  const steps = stepsFor(lengthMs, calendar?.stepMs ?? null);
  const points = pointsOf(window, steps.points);
  const boundaries = boundariesOf([before, ...points]);
  const read = await readView(deps, { targets: [ownerOf(known)] }, { boundaries });
  const summed = (part: Window) => ({ ...part, summary: read.of(part) });
  const figures = {
    name: isCut ? null : name,
    window,
    summary: read.of(window),
    before: read.of(before),
    points: points.map(summed),
    rows: pointsOf(window, steps.rows).map(summed),
  };
  return { figures, unreadable: read.told.unreadable ?? 0 };
}

async function readCalendar(
  { deps, known, zone }: Asked,
  window: CalendarWindow | null,
): Promise<{ calendar: TargetView["calendar"]; gaps: number }> {
  if (window === null) return { calendar: null, gaps: 0 };
  const { target } = known;
  const gaps: Unreadable = new Set();
  const asked = {
    fromHour: hourOf(window.from),
    toHour: hourOf(window.to - 1),
    // One more than a page holds: then the calendar says that it is cut.
    most: mostCells + 1,
    isCounted: (entry: Entry) => entry.kind === "drop" || servesSlot(entry.run),
  };
  const entries = await readLatestEntries(deps.db, ownerOf(known), asked, gaps);
  const { unreadable = 0 } = tellUnreadable(deps, gaps);
  const slots = slotsUntilPause(known);
  const now = deps.clock.now();
  const calendar = layoutSlots({ entries, slots, window, now, zone });
  return { calendar: sinceCreation(calendar, target), gaps: unreadable };
}

/** Leaves out the rows of the time before the target was there. */
function sinceCreation(calendar: SlotCalendar, { createdAt }: Target): SlotCalendar {
  const rows = calendar.rows.filter(
    ({ to, cells }) => to > createdAt || cells.some((cell) => cell !== null),
  );
  return { ...calendar, rows, from: rows[0]?.from ?? calendar.from };
}

/** No slots are ahead of a target that is paused. */
function slotsUntilPause(known: KnownTarget): Slots {
  const { target } = known;
  const slots = slotsAhead(known);
  if (target.enabled) return slots;
  const { expiresAt } = slots.schedule;
  const end = Math.min(target.statusSince, expiresAt ?? Number.POSITIVE_INFINITY);
  return { ...slots, schedule: { ...slots.schedule, expiresAt: end } };
}

async function readRunList({ deps, known, query }: Asked): Promise<RunList> {
  const { from, to, outcome, limit, cursor } = query;
  const now = deps.clock.now();
  const filter = toRunFilter({ from, to, outcome }, now);
  const found = await readRunPage(deps, ownerOf(known), { filter, cursor, limit });
  const page = toPage(
    found,
    limit,
    (run) => run,
    ({ dueAt }) => dueAt,
  );
  return {
    ...page,
    isLater: cursor !== null,
    outcome: outcome ?? null,
    from: from?.(now) ?? null,
    to: to?.(now) ?? null,
  };
}

/** So far back a run that succeeded is looked for. */
const lookBackMs = 31 * dayMs;

/** The last run that succeeded before a target went down. */
async function findLastGood({ deps, known }: Asked): Promise<Run | null> {
  const { target } = known;
  if (target.status !== "down") return null;
  const [run] = await readRuns(deps, ownerOf(known), {
    from: Math.max(0, target.statusSince - lookBackMs),
    to: target.statusSince + 1,
    outcome: "ok",
    limit: 1,
  });
  return run ?? null;
}
