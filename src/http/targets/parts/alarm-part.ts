// Describes when a target's failing becomes an incident.
import { z } from "@hono/zod-openapi";
import { type AlarmRule, usualAlarm } from "#domain/targets/alarm-rule.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { part } from "./part.ts";

/** Runs that are remembered one by one, in the row of a target's shard. */
const mostRuns = 30;
const mostFlaps = 60;
const mostRunsToPause = 10_000;
/** How many targets one depends on at most. */
const mostParents = 20;

const runsField = (most: number) => z.int().min(1).max(most);

const parentMessage = "This is the id or the key of a target.";
const parent = z
  .union([z.string(), z.int().min(1).transform(String)], { error: parentMessage })
  .refine((name) => /^(key:)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name), parentMessage)
  .openapi({ type: "string", example: "gateway" });

export const exampleAlarm = {
  failAfter: 2,
  ofLast: null,
  recoverAfter: 1,
  recheck: "20s",
  flapsPerHour: 4,
  pauseAfter: null,
  degraded: true,
  dependsOn: [],
};

const AlarmDocument = z
  .strictObject({
    failAfter: runsField(mostRuns).optional().openapi({
      description:
        "So many failing runs in a row open an incident; of a heartbeat 1 unless given.",
      default: usualAlarm.failAfter,
    }),
    ofLast: runsField(mostRuns).nullable().default(usualAlarm.ofLast).openapi({
      description: "Then `failAfter` of the last so many open it, not those in a row.",
    }),
    recoverAfter: runsField(mostRuns)
      .default(usualAlarm.recoverAfter)
      .openapi({ description: "So many passing runs in a row close it." }),
    recheck: durationField(5_000, 600_000)
      .nullish()
      .openapi({
        type: ["string", "null"],
        description:
          "A page is fetched again so long after a failing run that opens no incident yet, 5s to 10m; null for never. A heartbeat cannot be asked: it has null.",
        default: "20s",
        example: "20s",
      }),
    flapsPerHour: runsField(mostFlaps).default(usualAlarm.flapsPerHour).openapi({
      description:
        "More openings than this in an hour are one incident, which closes after a quiet time: an hour divided by this number.",
    }),
    pauseAfter: runsField(mostRunsToPause)
      .nullable()
      .default(usualAlarm.pauseAfter)
      .openapi({
        description: "The target is paused after so many failing runs in a row.",
      }),
    degraded: z.boolean().default(usualAlarm.degraded).openapi({
      description: "Whether degraded runs open an incident, one of lower severity.",
    }),
    dependsOn: z.array(parent).max(mostParents).default([]).openapi({
      description:
        "Targets, by id or key: while one of them has an incident, this one opens none of its own.",
    }),
  })
  .openapi("Alarm", {
    description: "When failing becomes an incident, and when that is over.",
    example: exampleAlarm,
  });

/** What is usual where a run can be asked for, and where runs are only reported. */
const usualAlarms = {
  asked: usualAlarm,
  reported: { failAfter: 1, recheckMs: null },
} as const;

export const alarmPart = part({
  schema: AlarmDocument.prefault({}),
  parse({ failAfter, recheck, dependsOn, ...rule }, { kind }): AlarmRule {
    const usual = usualAlarms[kind === "heartbeat" ? "reported" : "asked"];
    const least = failAfter ?? usual.failAfter;
    if (rule.ofLast !== null && rule.ofLast < least)
      throw invalidField(
        "json",
        ["alarm", "ofLast"],
        "This is at least as many runs as failAfter names.",
      );
    if (kind === "heartbeat" && typeof recheck === "number")
      throw invalidField(
        "json",
        ["alarm", "recheck"],
        "A heartbeat cannot be asked again: its job runs elsewhere.",
      );
    return {
      ...rule,
      failAfter: least,
      recheckMs: recheck === undefined ? usual.recheckMs : recheck,
      dependsOn: [...new Set(dependsOn)],
    };
  },
  write: ({ recheckMs, dependsOn, ...rule }) => ({
    ...rule,
    recheck: recheckMs === null ? null : formatDuration(recheckMs),
    dependsOn: [...dependsOn],
  }),
});
