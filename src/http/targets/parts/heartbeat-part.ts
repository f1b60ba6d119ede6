// Describes how a heartbeat is listened to: a job that runs elsewhere and reports its runs.
import { z } from "@hono/zod-openapi";
import {
  type HeartbeatSpec,
  longestGraceMs,
  runMaxOf,
  shortestGraceMs,
  usualHeartbeat,
} from "#domain/targets/heartbeat-spec.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { durationField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { part } from "./part.ts";

const slugPattern = /^[a-z0-9_-]{1,100}$/;

export const slugField = z
  .string()
  .regex(slugPattern, "A slug is 1 to 100 of a-z, 0-9, _ and -.")
  .openapi({ pattern: slugPattern.source, example: "backup" });

/** A clock that is further ahead is not believed, and a slot no more (time/clock-trust). */
const mostEarlyMs = 10 * minuteMs;

/** A bound in time that may be left open. */
const bound = (description: string) =>
  durationField(1_000, longestGraceMs)
    .nullable()
    .default(null)
    .openapi({ type: ["string", "null"], description, example: "2h" });

export const exampleHeartbeat = {
  slug: "backup",
  description: "Copies the database to the other site.",
  grace: "1h",
  startGrace: null,
  runMax: null,
  runMin: null,
  early: "30s",
  unusual: null,
  keepAlive: false,
  postOnly: false,
  manualResume: false,
  channels: null,
};

const HeartbeatDocument = z
  .strictObject({
    uuid: z
      .uuid("This is a UUID.")
      .transform((uuid) => uuid.toLowerCase())
      .optional()
      .openapi({
        type: "string",
        description:
          "The end of its ping address; made up for a new one unless given. Answered to those who may change things: whoever knows it may ping.",
        example: "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11",
      }),
    slug: slugField.nullable().default(usualHeartbeat.slug).openapi({
      description:
        "Names it in addresses with the ping key. Of two with one slug neither is pinged so.",
    }),
    description: z
      .string()
      .max(2_000)
      .default(usualHeartbeat.description)
      .openapi({ description: "What the job is for." }),
    grace: durationField(shortestGraceMs, longestGraceMs)
      .default(usualHeartbeat.graceMs)
      .openapi({
        description:
          "A slot without a sign of life so long after it is missed, 1m to 365d.",
        default: formatDuration(usualHeartbeat.graceMs),
        example: formatDuration(usualHeartbeat.graceMs),
      }),
    startGrace: bound(
      "A slot whose run has not begun so long after it is missed; null: as grace.",
    ),
    runMax: bound(
      "A run that has not ended so long after its start has failed; null: as grace.",
    ),
    runMin: bound("A run that is shorter has failed: it is too short to be true."),
    early: durationField(0, mostEarlyMs)
      .default(usualHeartbeat.earlyMs)
      .openapi({
        description: "A ping so long before its slot counts for it, 0s to 10m.",
        default: formatDuration(usualHeartbeat.earlyMs),
        example: formatDuration(usualHeartbeat.earlyMs),
      }),
    unusual: z
      .number()
      .gt(1, "This is more than 1.")
      .max(1_000)
      .nullable()
      .default(null)
      .openapi({
        description:
          "A run is degraded that takes longer than so many times the usual: the 95th percentile of the last 30. Null: none is.",
      }),
    keepAlive: z.boolean().default(usualHeartbeat.keepAlive).openapi({
      description: "Whether a log puts off the end that its run must have reached.",
    }),
    postOnly: z.boolean().default(usualHeartbeat.postOnly).openapi({
      description: "Whether only POST pings: a link that somebody opens does not.",
    }),
    manualResume: z
      .boolean()
      .default(usualHeartbeat.manualResume)
      .openapi({ description: "Whether a ping leaves it paused." }),
    channels: z.array(z.int().min(1)).max(100).nullable().default(null).openapi({
      description:
        "Ids of the channels that are told of it; null: those that the routes name. Where none of them is enabled, the routes say who is told.",
    }),
  })
  .openapi("Heartbeat", {
    description: "How a job that runs elsewhere is listened to; only for kind heartbeat.",
    example: exampleHeartbeat,
  });

export const heartbeatPart = part({
  schema: HeartbeatDocument.optional(),
  parse(given, { kind, stored, newUuid }): HeartbeatSpec | null {
    if (kind !== "heartbeat") {
      if (given === undefined) return null;
      const detail =
        "Only what runs elsewhere is listened to: this goes with kind heartbeat.";
      throw invalidField("json", ["heartbeat"], detail);
    }
    const document = given ?? HeartbeatDocument.parse({});
    const uuid = document.uuid ?? stored?.heartbeat?.uuid ?? newUuid();
    const spec = { ...parseHeartbeat(document), uuid };
    if (spec.runMinMs !== null && spec.runMinMs >= runMaxOf(spec))
      throw invalidField(
        "json",
        ["heartbeat", "runMin"],
        "This is shorter than runMax, or than grace where that stands for it.",
      );
    return spec;
  },
  write: (spec: HeartbeatSpec | null) =>
    spec === null ? undefined : writeHeartbeat(spec),
});

const parseHeartbeat = ({
  grace,
  startGrace,
  runMax,
  runMin,
  early,
  unusual,
  ...rest
}: z.output<typeof HeartbeatDocument>): Omit<HeartbeatSpec, "uuid"> => ({
  ...rest,
  graceMs: grace,
  startGraceMs: startGrace,
  runMaxMs: runMax,
  runMinMs: runMin,
  earlyMs: early,
  unusualFactor: unusual,
});

const durationOrNull = (ms: number | null): string | null =>
  ms === null ? null : formatDuration(ms);

/** The uuid is answered apart, to those who may know it. */
const writeHeartbeat = ({
  uuid: _,
  graceMs,
  startGraceMs,
  runMaxMs,
  runMinMs,
  earlyMs,
  unusualFactor,
  channels,
  ...rest
}: HeartbeatSpec): z.input<typeof HeartbeatDocument> => ({
  ...rest,
  grace: formatDuration(graceMs),
  startGrace: durationOrNull(startGraceMs),
  runMax: durationOrNull(runMaxMs),
  runMin: durationOrNull(runMinMs),
  early: formatDuration(earlyMs),
  unusual: unusualFactor,
  channels: channels && [...channels],
});
