// Tells when the schedule of a form fires, whatever is wrong with its other fields.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { unknownZoneOf } from "#domain/schedules/unknown-zone.ts";
import { slotsOf, type Target } from "#domain/targets/target.ts";
import { explainZone } from "#domain/time/zone.ts";
import { draftOf } from "#http/targets/change-target.ts";
import { groupFields } from "#ui/editor/fields/field-groups.tsx";
import type { Fires } from "#ui/editor/fires-view.tsx";
import { type FormValues, no } from "#ui/editor/form-values.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { checkForm } from "./check-form.ts";
import { usualFor } from "./form/usual-form.ts";

/** How many slots are shown. */
const shown = 5;

type Asked = { viewer: Viewer; values: FormValues; stored: Target | null };

/** Only the schedule is asked about; every other field is as usual. */
export function firesOf(deps: Deps, { viewer, values, stored }: Asked): Fires {
  const usual = usualFor(viewer.zone, values);
  const ofSchedule = Object.fromEntries(
    groupFields.schedule.map((field) => [field, values[field]]),
  );
  const url = "https://example.com/";
  const asked = { ...usual, ...ofSchedule, url, name: "any" };
  const checked = checkForm(deps, viewer, asked, stored);
  if ("refusals" in checked) return { refused: [...checked.refusals.values()].flat() };
  const { schedule } = draftOf(deps, checked.document, stored);
  // A stored schedule is kept as it is, also with a zone that is not known any more.
  const unknown = unknownZoneOf(schedule);
  if (unknown !== null)
    return { refused: [refusalIn(viewer.language, explainZone(unknown))] };
  const isPaused = values.enabled === no;
  const isHeartbeat = values.kind === "heartbeat";
  const countsFromRuns = isHeartbeat && schedule.timing.kind === "every";
  return {
    schedule,
    next: isPaused || countsFromRuns ? [] : nextSlots(schedule, stored, deps.clock.now()),
    isPaused,
    isSpread: stored === null && schedule.startAt === null,
    countsFromRuns,
  };
}

/** The next slots once the form is saved, which moves them where the schedule changes. */
function nextSlots(schedule: Schedule, stored: Target | null, now: number): number[] {
  const isKept = stored?.enabled && isSame(schedule, stored.schedule);
  if (isKept) return previewSlots(slotsOf(stored), now, shown);
  const slots = { schedule, seed: stored?.id ?? 0, anchorAt: now };
  return previewSlots(slots, now - 1, shown);
}
