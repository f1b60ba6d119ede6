// Describes maintenance windows as users write them. Parses and writes them.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  type MaintenanceDraft,
  type MaintenanceScope,
  type MaintenanceTiming,
  nextOccurrences,
  occurrenceAt,
  type Span,
} from "#domain/incidents/maintenance.ts";
import {
  longestWindowMs,
  maintenanceObjection,
  shortestWindowMs,
} from "#domain/incidents/maintenance-objection.ts";
import { isSame } from "#domain/json.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField, instant, instantField, isoOf, orNull } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { findAllNamed, namedTarget } from "#http/targets/named-targets.ts";
import { tagText } from "#http/targets/target-document.ts";
import type { KeptWindow } from "#store/incidents/maintenance.ts";

/** A window is a short text: whoever needs more gives the targets a tag. */
export const mostTargets = 200;
const mostTags = 50;

const lengthField = durationField(shortestWindowMs, longestWindowMs);

const ScheduleField = z.strictObject({
  cron: z.string().min(1).max(200).openapi({ example: "0 3 * * SUN" }),
  zone: z.string().default("UTC").openapi({ example: "Europe/Berlin" }),
});

export const MaintenanceDocument = z
  .strictObject({
    name: z.string().trim().min(1).max(200).openapi({ example: "deploy" }),
    all: z.boolean().optional().openapi({ description: "Of every target." }),
    targets: z
      .array(namedTarget)
      .max(mostTargets)
      .default([])
      .openapi({
        type: "array",
        items: { type: ["integer", "string"] },
        description: "Of these, by id or key.",
        example: ["home", 3],
      }),
    tags: z
      .array(tagText)
      .max(mostTags)
      .default([])
      .openapi({ description: "Of targets that have one of them.", example: ["web"] }),
    from: instantField
      .optional()
      .openapi({ description: "When it begins; now unless given." }),
    until: instantField.optional().openapi({ description: "When it is over." }),
    for: lengthField
      .optional()
      .openapi({ description: "How long it lasts, in place of until.", example: "1h" }),
    schedule: ScheduleField.optional().openapi({
      description:
        "When it begins, again and again: a cron expression in the civil time of a zone, at most once an hour.",
    }),
    lasts: lengthField
      .optional()
      .openapi({ description: "How long it lasts each time.", example: "2h" }),
  })
  .openapi("MaintenanceDocument", {
    description:
      "Whom it is of: all, or targets and tags. When it is: until or for, with or without from; or schedule and lasts.",
    example: { name: "deploy", targets: ["home"], tags: ["web"], for: "1h" },
  });

type Parsed = z.output<typeof MaintenanceDocument>;

/** Throws a Problem that names the field. What `stored` has already is taken as it is. */
export async function parseMaintenance(
  deps: Pick<Deps, "db" | "clock">,
  document: Parsed,
  stored: MaintenanceDraft | null,
): Promise<MaintenanceDraft> {
  const timing = timingOf(document, deps.clock.now(), stored);
  return { name: document.name, scope: await scopeOf(deps, document, stored), timing };
}

async function scopeOf(
  deps: Pick<Deps, "db">,
  { all, targets, tags }: Parsed,
  stored: MaintenanceDraft | null,
): Promise<MaintenanceScope> {
  const isNamed = targets.length + tags.length > 0;
  if (all && isNamed)
    throw invalidField("json", ["all"], "A window is of all targets, or of some.");
  if (all) return { all };
  if (!isNamed)
    throw invalidField("json", ["targets"], "Name targets or tags, or set all to true.");
  const known = stored !== null && "targets" in stored.scope ? stored.scope.targets : [];
  const named = targets.map((name, i) => ({ name, path: ["targets", i] }));
  const ids = await findAllNamed(deps, named, known);
  return { targets: [...new Set(ids)].sort((a, b) => a - b), tags: [...new Set(tags)] };
}

function timingOf(
  document: Parsed,
  now: number,
  stored: MaintenanceDraft | null,
): MaintenanceTiming {
  const timing = document.schedule ? repeatedOf(document) : onceOf(document, now);
  if (isSame(timing, stored?.timing)) return timing;
  const objection = maintenanceObjection(timing, now);
  if (objection === null) return timing;
  const { field, reason } = objection;
  const isOfSchedule = field === "cron" || field === "zone";
  const asWritten = field === "until" && document.for !== undefined ? "for" : field;
  throw invalidField("json", isOfSchedule ? ["schedule", field] : [asWritten], reason);
}

function repeatedOf({ schedule, lasts, ...once }: Parsed): MaintenanceTiming {
  for (const field of ["from", "until", "for"] as const)
    if (once[field] !== undefined)
      throw invalidField("json", [field], "A window with a schedule has no such time.");
  if (lasts === undefined)
    throw invalidField("json", ["lasts"], "Say how long the window lasts each time.");
  const { cron, zone } = schedule ?? { cron: "", zone: "" };
  return { schedule: { kind: "cron", expression: cron.trim(), zone }, lastsMs: lasts };
}

function onceOf(
  { from, until, for: lengthMs, lasts }: Parsed,
  now: number,
): MaintenanceTiming {
  if (lasts !== undefined)
    throw invalidField("json", ["lasts"], "This goes with schedule; else it is for.");
  if (until !== undefined && lengthMs !== undefined)
    throw invalidField("json", ["for"], "A window has either until or for.");
  const begins = from ?? now;
  if (until !== undefined) return { from: begins, until };
  if (lengthMs !== undefined) return { from: begins, until: begins + lengthMs };
  throw invalidField("json", ["until"], "Say when the window is over: until or for.");
}

const states = ["active", "upcoming", "past"] as const;

export const maintenanceState = z.enum(states).openapi({
  description:
    "active: it holds now. upcoming: it will hold. past: it holds no more, and goes 90 days after it did.",
});

const SpanAnswer = z.object({ from: instant, until: instant });

export const MaintenanceAnswer = z
  .object({
    id: z.int(),
    name: z.string(),
    all: z.boolean(),
    targets: z.array(z.int()).openapi({ description: "Ids." }),
    tags: z.array(z.string()),
    from: instant.optional(),
    until: instant.optional(),
    schedule: z.object({ cron: z.string(), zone: z.string() }).optional(),
    lasts: z.string().optional(),
    state: maintenanceState,
    current: orNull(SpanAnswer).openapi({ description: "The time that holds now." }),
    next: orNull(SpanAnswer).openapi({ description: "The next time after that." }),
    createdAt: instant,
    updatedAt: instant,
    revision: z.int(),
  })
  .openapi("Maintenance");

/** The document of a window, as a user would write it. */
export const toMaintenanceDocument = ({ name, scope, timing }: MaintenanceDraft) => ({
  name,
  ...("all" in scope
    ? { all: true }
    : { targets: [...scope.targets], tags: [...scope.tags] }),
  ...("schedule" in timing
    ? {
        schedule: { cron: timing.schedule.expression, zone: timing.schedule.zone },
        lasts: formatDuration(timing.lastsMs),
      }
    : spanAnswer(timing)),
});

const spanAnswer = ({ from, until }: Span) => ({
  from: isoOf(from),
  until: isoOf(until),
});

export function toMaintenanceAnswer(
  window: KeptWindow,
  now: number,
): z.output<typeof MaintenanceAnswer> {
  const { current, next } = timesOf(window, now);
  return {
    id: window.id,
    all: false,
    targets: [],
    tags: [],
    ...toMaintenanceDocument(window),
    state: stateOf({ current, next }),
    current: current && spanAnswer(current),
    next: next && spanAnswer(next),
    createdAt: isoOf(window.createdAt),
    updatedAt: isoOf(window.updatedAt),
    revision: window.revision,
  };
}

type Times = { current: Span | null; next: Span | null };

/** The time for which a window holds now, and the next one. */
export const timesOf = (window: MaintenanceDraft, now: number): Times => ({
  current: occurrenceAt(window, now),
  next: nextOccurrences(window, now, 1)[0] ?? null,
});

export const stateOf = ({ current, next }: Times): (typeof states)[number] =>
  current !== null ? "active" : next !== null ? "upcoming" : "past";
