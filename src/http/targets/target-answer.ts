// Describes targets as the API answers them: the document, the state and the last run.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { createAllowance } from "#domain/allowance.ts";
import { searchHeartbeatSlot } from "#domain/heartbeats/heartbeat-slots.ts";
import type { MaintenanceWindow } from "#domain/incidents/maintenance.ts";
import { shownStatus, shownStatuses } from "#domain/incidents/shown-status.ts";
import { nextRunAt } from "#domain/rounds/next-run.ts";
import { latestRun } from "#domain/runs/run.ts";
import { nextSlot, nextSlotLooks } from "#domain/schedules/slots.ts";
import { slotsOf, statuses } from "#domain/targets/target.ts";
import { asWritten, instant, isoOf, isoOrNull, orNull } from "#http/fields.ts";
import { exampleRun, RunAnswer, toRunAnswer } from "#http/runs/run-answer.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { CurrentContentAnswer, toCurrentContent } from "./answers/content-answer.ts";
import { exampleAlarm } from "./parts/alarm-part.ts";
import { exampleChanges } from "./parts/changes-part.ts";
import {
  type Asker,
  pingUrlField,
  pingUrlOf,
  ReportedAnswer,
  toReported,
  withUuid,
} from "./reported-answer.ts";
import { TargetDocument, toDocument } from "./target-document.ts";

const exampleTarget = {
  id: 1,
  url: "https://example.com/",
  kind: "page",
  name: "Example",
  key: "home",
  tags: ["web"],
  enabled: true,
  schedule: { every: "5m", overlap: "buffer-one", catchUpWindow: "1h", grace: "1m" },
  request: {
    method: "GET",
    headers: {},
    secretHeaders: [],
    body: null,
    timeout: "10s",
    maxBodyBytes: 2_097_152,
    maxRedirects: 5,
    retries: 1,
  },
  expect: { status: ["2xx"] },
  retention: {},
  alarm: exampleAlarm,
  extract: [],
  changes: exampleChanges,
  badges: false,
  status: "up",
  state: "up",
  statusSince: "2026-01-31T08:35:00.412Z",
  nextDueAt: "2026-01-31T09:05:00.000Z",
  nextRunAt: "2026-01-31T09:05:00.000Z",
  lastRun: exampleRun,
  incident: null,
  content: null,
  pingUrl: null,
  reported: null,
  setAside: null,
  createdAt: "2026-01-31T08:35:00.398Z",
  updatedAt: "2026-01-31T08:35:00.398Z",
  revision: 1,
};

export const TargetAnswer = asWritten(
  z
    .object({
      id: z.int().openapi({ example: 1 }),
      ...TargetDocument.shape,
      url: z.string().nullable().openapi({ description: "Null for a heartbeat." }),
      name: z.string(),
      key: z.string().nullable(),
      status: z.enum(statuses).openapi({
        description: "new: not run yet; up or down: how the last run ended.",
      }),
      state: z.enum(shownStatuses).openapi({
        description:
          "What people are shown: the status, or maintenance while a window of it holds, or unknown while a slot of a page waits for two minutes longer than its grace.",
      }),
      statusSince: instant,
      nextDueAt: instant
        .nullable()
        .openapi({ description: "Null when paused or never due again." }),
      nextRunAt: instant.nullable().openapi({
        description:
          "When the next run is expected to begin: at its slot, or as soon as a slot that waits can be served.",
      }),
      lastRun: orNull(RunAnswer),
      incident: z
        .object({
          id: z.string(),
          severity: z.enum(["down", "degraded"]),
          since: instant,
        })
        .nullable()
        .openapi({
          description: "Its incident that is open, since its first failing run.",
        }),
      content: orNull(CurrentContentAnswer).openapi({
        description:
          "What its steps read; null without steps, and before their first reading.",
      }),
      pingUrl: pingUrlField,
      reported: orNull(ReportedAnswer).openapi({
        description: "What a heartbeat's job has reported; null for other kinds.",
      }),
      setAside: z
        .object({ since: instant, retryAt: instant, reason: z.string() })
        .nullable()
        .openapi({
          description:
            "Set while the target is left alone because it breaks junkai's own work again and again; its slots wait until retryAt.",
        }),
      createdAt: instant,
      updatedAt: instant,
      revision: z.int().openapi({
        description: "Grows with each change. The ETag is the id and the revision.",
      }),
    })
    .openapi("Target", { example: exampleTarget }),
);

export function toTargetAnswer(
  { target, state, aside, incident, heard }: KnownTarget,
  windows: readonly MaintenanceWindow[],
  { clock, settings }: Pick<Deps, "clock" | "settings">,
  asker: Asker,
): z.output<typeof TargetAnswer> {
  const document = toDocument(target);
  const lastRun = latestRun(state.last, state.manual);
  const { dueAt, runAt } = expectedRun({ target, state }, { clock, settings });
  return {
    id: target.id,
    ...document,
    ...(document.heartbeat && {
      heartbeat: withUuid(document.heartbeat, target, asker),
    }),
    url: target.kind === "heartbeat" ? null : target.url,
    name: target.name,
    key: target.key,
    status: target.status,
    state: shownStatus(target, state.cursor, windows, clock.now()),
    statusSince: isoOf(target.statusSince),
    nextDueAt: isoOrNull(dueAt),
    nextRunAt: isoOrNull(runAt),
    lastRun: lastRun ? toRunAnswer(lastRun, target.url) : null,
    incident: incident && {
      id: incident.id,
      severity: incident.severity,
      since: isoOf(incident.since),
    },
    content: toCurrentContent({ target, state }),
    pingUrl: pingUrlOf(target, asker, settings),
    reported: toReported({ target, state, heard }),
    setAside: aside && {
      since: isoOf(aside.since),
      retryAt: isoOf(aside.retryAt),
      reason: aside.reason,
    },
    createdAt: isoOf(target.createdAt),
    updatedAt: isoOf(target.updatedAt),
    revision: target.revision,
  };
}

/** When a target is due next, and when that run is expected to begin. Null for never. */
export function expectedRun(
  { target, state }: Pick<KnownTarget, "target" | "state">,
  { clock, settings }: Pick<Deps, "clock" | "settings">,
): { dueAt: number | null; runAt: number | null } {
  const now = clock.now();
  const dueAt = nextDueAt({ target, state }, now);
  const { timeoutMs } = target.request;
  const { afterAnswerMs } = settings;
  const changedAt = target.updatedAt;
  const runAt = nextRunAt({ dueAt, changedAt, timeoutMs, afterAnswerMs }, now);
  return { dueAt, runAt };
}

/** The slot that waits to be served, or else the next one; null when there is none. */
function nextDueAt(
  { target, state }: Pick<KnownTarget, "target" | "state">,
  now: number,
): number | null {
  if (!target.enabled) return null;
  try {
    if (target.kind === "heartbeat") {
      const slot = searchHeartbeatSlot(target, state, createAllowance(nextSlotLooks));
      return slot?.found ? slot.at : null;
    }
    return nextSlot(
      slotsOf(target),
      Math.max(state.cursor ?? Number.NEGATIVE_INFINITY, now - target.schedule.catchUpMs),
    );
  } catch {
    // A zone that the runtime no longer knows: such a target is never due, and must not
    // spoil the list it is in.
    return null;
  }
}
