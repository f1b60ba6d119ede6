// Describes runs as the API answers them.

import { z } from "@hono/zod-openapi";
import { failureClasses } from "#domain/runs/failure.ts";
import { durationOf, outcomeOf, outcomes, type Run, type Try } from "#domain/runs/run.ts";
import { ConditionAnswer } from "#http/conditions-field.ts";
import { FailureAnswer, toFailureAnswer } from "#http/failure-answer.ts";
import { instant, isoOf } from "#http/fields.ts";

export const exampleRun = {
  dueAt: "2026-01-31T09:00:00.000Z",
  startedAt: "2026-01-31T09:00:00.412Z",
  lagMs: 412,
  durationMs: 186,
  firstByteMs: 171,
  bodyMs: 15,
  fate: "ran",
  trigger: "schedule",
  attempt: 1,
  outcome: "ok",
  failure: null,
  conditions: [
    { condition: "duration < 800ms", actual: "186ms", outcome: "ok" as const },
  ],
  status: 200,
  bytes: 1256,
  redirects: 0,
  finalUrl: "https://example.com/",
  contentType: "text/html",
  contentHash: "3587cb776ce0e4e8237f215800b7dffba0f25865cb84550e87ea8bbac838c423",
  notModified: false,
  changed: false,
  reading: { hash: "3587cb776ce0e4e8237f215800b7dffb", numbers: { price: 12 } },
  tries: [
    {
      startedAt: "2026-01-31T09:00:00.412Z",
      durationMs: 186,
      outcome: "ok",
      status: 200,
      failure: null,
    },
  ],
};

const TryAnswer = z.object({
  startedAt: instant,
  durationMs: z.int().nullable().openapi({ description: "Null when nobody knows." }),
  outcome: z.enum(["ok", "failed", "unknown"]).openapi({
    description:
      "unknown: the invocation that was to make this attempt was lost, or could not record it, so that nobody knows whether the request was made.",
  }),
  status: z.int().nullable(),
  failure: z
    .enum(failureClasses)
    .nullable()
    .openapi({ description: "The class of the failure." }),
});

export const RunAnswer = z
  .object({
    dueAt: instant.openapi({
      description:
        "The slot; for a manual run the moment it was asked for, for a recheck and for a run outside of slots the moment it began.",
    }),
    startedAt: instant.openapi({
      description: "When the first attempt began of those whose outcome is known.",
    }),
    lagMs: z
      .int()
      .openapi({ description: "From due to started; negative where it began before." }),
    durationMs: z.int().nullable().openapi({
      description:
        "Of the recorded attempt. Null where a job that runs elsewhere reported only its end.",
    }),
    firstByteMs: z
      .int()
      .openapi({ description: "Until the answer began, redirects included." }),
    bodyMs: z.int().openapi({ description: "Reading the body." }),
    fate: z.enum(["ran", "late"]),
    trigger: z.enum(["schedule", "manual", "retry", "recheck", "confirm", "extra"]),
    attempt: z.int().openapi({
      description: "Which attempt this is: the last one of its slot is recorded.",
    }),
    outcome: z.enum(outcomes).openapi({
      description:
        "degraded: it passed, but a condition of lower severity does not hold.",
    }),
    failure: FailureAnswer,
    conditions: z.array(ConditionAnswer).openapi({
      description:
        "How the target's conditions turned out; none where the transport or the status failed.",
    }),
    status: z
      .int()
      .nullable()
      .openapi({ description: "The HTTP status; null when no answer came." }),
    bytes: z
      .int()
      .openapi({ description: "Of the decoded body, as far as it was read." }),
    redirects: z.int(),
    finalUrl: z.string().nullable().openapi({
      description:
        "Where redirects led, at most 300 characters of it. Null of a heartbeat, which has no URL.",
    }),
    contentType: z.string().nullable(),
    contentHash: z.string().nullable().openapi({ description: "SHA-256 of the body." }),
    notModified: z
      .boolean()
      .openapi({ description: "The server answered 304: the content is what it was." }),
    changed: z.boolean().openapi({
      description:
        "A scheduled run saw other content than the one before; a crawl found pages new, changed or gone.",
    }),
    reading: z
      .object({ hash: z.string(), numbers: z.record(z.string(), z.number()) })
      .nullable()
      .openapi({
        description:
          "What the target's steps read: the content's hash, and the numbers by name. Null where nothing was to be read, or could be.",
      }),
    tries: z.array(TryAnswer).openapi({
      description:
        "Every attempt in order; the last is the one that is recorded. Empty for runs with several attempts that were recorded before each was told.",
    }),
  })
  .openapi("Run", { example: exampleRun });

/**
 * `url` is what the target asks for: where a run without redirects ended. It is empty
 * where the target has none.
 */
export function toRunAnswer(run: Run, url: string): z.infer<typeof RunAnswer> {
  const { firstByteMs, bodyMs, failure, attempts } = run;
  return {
    dueAt: isoOf(run.dueAt),
    startedAt: isoOf(run.startedAt),
    lagMs: run.startedAt - run.dueAt,
    durationMs: durationOf(run),
    firstByteMs,
    bodyMs,
    fate: run.late ? "late" : "ran",
    trigger: run.trigger === "schedule" && attempts > 1 ? "retry" : run.trigger,
    attempt: attempts,
    outcome: outcomeOf(run),
    failure: failure === null ? null : toFailureAnswer(failure),
    conditions: [...run.conditions],
    status: run.status,
    bytes: run.bytes,
    redirects: run.redirects,
    finalUrl: run.finalUrl ?? (url === "" ? null : url),
    contentType: run.contentType,
    contentHash: run.contentHash,
    notModified: run.notModified,
    changed: run.changed,
    reading: run.reading && { ...run.reading, numbers: { ...run.reading.numbers } },
    tries: triesOf(run).map(toTryAnswer),
  };
}

/** Every attempt of a run, also of one that took a single attempt. */
function triesOf(run: Run): readonly Try[] {
  if (run.attempts > 1) return run.tries;
  const { startedAt, status, failure } = run;
  const ending = failure?.class ?? "ok";
  return [{ startedAt, durationMs: durationOf(run), status, ending }];
}

function toTryAnswer({ startedAt, ending, ...rest }: Try): z.infer<typeof TryAnswer> {
  const told =
    ending === "ok" || ending === "unknown"
      ? ({ outcome: ending, failure: null } as const)
      : ({ outcome: "failed", failure: ending } as const);
  return { startedAt: isoOf(startedAt), ...rest, ...told };
}
