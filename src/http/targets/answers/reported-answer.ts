// Describes what the API answers of a heartbeat besides its document: its ping address,
// what is running, how long a run usually takes.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { deadlineOf } from "#domain/heartbeats/hearing/pass-deadlines.ts";
import { usualOf } from "#domain/heartbeats/usual.ts";
import type { OpenRun } from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import type { Target } from "#domain/targets/target.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";
import type { TargetDocument } from "#http/targets/target-document.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";

/** Who asks, as far as answers depend on it. */
export type Asker = {
  /** Who may change nothing sees no ping address: whoever knows it may ping. */
  mayChange: boolean;
  /** Of the request, "https://junkai.example.com". */
  origin: string;
};

const RunningAnswer = z.object({
  rid: z.string().nullable().openapi({ description: "What its pings name it by." }),
  startedAt: instant,
  dueAt: instant.nullable().openapi({
    description: "Its slot; null for a run outside of slots.",
  }),
  deadlineAt: instant.openapi({ description: "It has failed unless it ends by then." }),
});

export const ReportedAnswer = z
  .object({
    pings: z.int().openapi({ description: "How many pings it has had." }),
    lastPingAt: instant.nullable().openapi({ description: "Null before the first." }),
    running: z
      .array(RunningAnswer)
      .openapi({ description: "Runs that have begun and not ended, the oldest first." }),
    usualMs: z.object({ p50: z.int(), p95: z.int() }).nullable().openapi({
      description:
        "How long the last 30 runs took; null before one whose start is known.",
    }),
  })
  .openapi("Reported", { description: "What a heartbeat's job has reported." });

export const pingUrlField = z.string().nullable().openapi({
  description:
    "Where a heartbeat's job reports its runs; null for other kinds, and for who may change nothing: whoever knows it may ping.",
  example: null,
});

/** The address of pings; null where there is none, or the asker must not know it. */
export const pingUrlOf = (
  { heartbeat }: Pick<Target, "heartbeat">,
  { mayChange, origin }: Asker,
  { publicUrl }: Pick<Deps["settings"], "publicUrl">,
): string | null =>
  heartbeat !== null && mayChange
    ? `${publicUrl ?? origin}/ping/${heartbeat.uuid}`
    : null;

/** The part of a heartbeat's document that only those see who may change things. */
export const withUuid = (
  document: z.input<typeof TargetDocument>["heartbeat"],
  { heartbeat }: Pick<Target, "heartbeat">,
  { mayChange }: Asker,
) =>
  document && heartbeat && mayChange ? { uuid: heartbeat.uuid, ...document } : document;

export function toReported({
  target,
  state,
  heard,
}: Pick<KnownTarget, "target" | "state" | "heard">): z.output<
  typeof ReportedAnswer
> | null {
  const { heartbeat: spec } = target;
  if (spec === null) return null;
  const { open = [], usual = [] } = state.heartbeat ?? {};
  return {
    pings: heard?.pings ?? 0,
    lastPingAt: isoOrNull(heard?.lastAt ?? null),
    running: open.map((run) => toRunning(run, deadlineOf({ target, spec }, run))),
    usualMs: usualOf(usual),
  };
}

const toRunning = (
  { rid, startedAt, slot }: OpenRun,
  deadlineAt: number,
): z.output<typeof RunningAnswer> => ({
  rid,
  startedAt: isoOf(startedAt),
  dueAt: isoOrNull(slot),
  deadlineAt: isoOf(deadlineAt),
});
