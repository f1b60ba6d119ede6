// Takes in a whole run of a heartbeat by one request: when it began, how long it took, how
// it ended, what it counted and said.
import { z } from "@hono/zod-openapi";
import { bodyLimit, type Ping } from "#domain/heartbeats/ping.ts";
import { readRid } from "#domain/heartbeats/ping-address.ts";
import { stepName } from "#domain/readings/step.ts";
import { longestGraceMs } from "#domain/targets/heartbeat-spec.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { durationField, instant, instantField, isoOf, isoOrNull } from "#http/fields.ts";
import { getTarget, targetName } from "#http/find-target.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { isWithinLimit } from "./pings/answer-ping.ts";
import { cutBody, senderOf } from "./pings/read-ping.ts";
import { type PingFate, type Tell, takePing } from "./pings/take-ping.ts";

const mostCounts = 20;

/** Others' clocks are a little ahead of ours: such an end is taken for now. */
const mostAheadMs = minuteMs;

const countsForm = z
  .record(
    z.string().regex(stepName, "A count's name is a-z, then a-z, 0-9 and _, 40 at most."),
    z.number(),
  )
  .refine((counts) => Object.keys(counts).length <= mostCounts, {
    error: `At most ${mostCounts} counts.`,
  });

const RunReport = z
  .strictObject({
    outcome: z.enum(["success", "fail"]).optional().openapi({
      description: "Follows from exitStatus unless given; success without either.",
    }),
    exitStatus: z.int().min(0).max(255).nullish(),
    startedAt: instantField.nullish(),
    duration: durationField(0, longestGraceMs).nullish().openapi({
      description:
        "How long it took. With startedAt it says when the run ended; without, it ended now.",
      example: "4m12s",
    }),
    rid: z
      .string()
      .refine((written) => readRid(written) !== null, "This is a UUID.")
      .nullish()
      .openapi({
        description: "Names the run: a report that is repeated is no other run.",
        format: "uuid",
      }),
    counts: countsForm.nullish().openapi({ example: { items: 1200, errors: 0 } }),
    log: z
      .string()
      .nullish()
      .openapi({ description: `Its first ${bodyLimit} bytes are kept.` }),
  })
  .refine(({ outcome, exitStatus }) => outcome !== "success" || !exitStatus, {
    path: ["outcome"],
    error: "A run with an exit status other than 0 did not succeed.",
  })
  .openapi("RunReport", {
    example: {
      outcome: "success",
      startedAt: "2026-01-31T03:00:00Z",
      duration: "4m12s",
      counts: { items: 1200, errors: 0 },
      log: "1200 items copied",
    },
  });

type Report = z.output<typeof RunReport>;

const RunReportAnswer = z
  .object({
    ping: z.int().openapi({ description: "Its number among the heartbeat's pings." }),
    outcome: z.enum(["success", "fail"]),
    startedAt: instant.nullable(),
    endedAt: instant,
  })
  .openapi("ReportedRun", {
    example: {
      ping: 7,
      outcome: "success",
      startedAt: "2026-01-31T03:00:00.000Z",
      endedAt: "2026-01-31T03:04:12.000Z",
    },
  });

const report = route("post", "/api/heartbeats/{key}/runs", "Heartbeats", {
  summary: "Report a run that has ended",
  description:
    "All that several pings would tell, in one request. The runs of the target show it at once.",
  request: { params: z.object({ key: targetName }), body: jsonBody(RunReport) },
  answers: { 200: json("It was taken in.", RunReportAnswer) },
  problems: ["not-found", "conflict"],
});

export const reportRunRoutes = newRouter();

reportRunRoutes.openapi(report, async (c) => {
  const deps = c.get("deps");
  const told = c.req.valid("json");
  const now = deps.clock.now();
  checkSpan(told, now);
  const { target } = await getTarget(deps, c.req.valid("param").key);
  if (target.heartbeat === null)
    throw new Problem("conflict", `This is a ${target.kind}: it is run here.`);
  if (target.enabled && spanOf(told, now, null).at < target.anchorAt)
    throw invalidField("json", ["startedAt"], beforeAnchor);
  const by = { uuid: target.heartbeat.uuid };
  if (!(await isWithinLimit(c, by))) throw tooMany();
  const { outcome, exitStatus, rid, counts, log } = told;
  const action = outcome ?? (exitStatus ? "fail" : "success");
  const ping = {
    ...senderOf(c),
    ...cutBody(log ?? ""),
    action,
    exitStatus: exitStatus ?? null,
    rid: rid ? readRid(rid) : null,
    counts: counts ?? null,
  };
  const tell: Tell = (now, resumedAt) => ({ ...ping, ...spanOf(told, now, resumedAt) });
  const { n, at, startedAt } = takenOf(await takePing(deps, by, tell, null));
  const span = { startedAt: isoOrNull(startedAt), endedAt: isoOf(at) };
  return c.json({ ping: n, outcome: action, ...span }, 200);
});

const beforeAnchor =
  "This run ended before the heartbeat was added, resumed or given its schedule.";

/** Throws a Problem for a run that has not ended yet, or began too long ago to be true. */
function checkSpan({ startedAt, duration }: Report, now: number): void {
  if (typeof startedAt === "number" && startedAt < now - longestGraceMs)
    throw invalidField("json", ["startedAt"], "This is more than a year ago.");
  if (!startedAt || startedAt + (duration ?? 0) <= now + mostAheadMs) return;
  const field = startedAt > now + mostAheadMs ? "startedAt" : "duration";
  const detail = "This run would end in the future; report it when it has ended.";
  throw invalidField("json", [field], detail);
}

/** When a run began and ended. A start is known when it or the duration was told. */
function spanOf(
  { startedAt, duration }: Report,
  now: number,
  resumedAt: number | null,
): Pick<Ping, "at" | "startedAt"> {
  const isWhole = typeof startedAt === "number" && typeof duration === "number";
  const toldEnd = isWhole ? startedAt + duration : now;
  const at = Math.max(Math.min(toldEnd, now), resumedAt ?? 0);
  if (typeof duration === "number") return { at, startedAt: at - duration };
  return { at, startedAt: startedAt ? Math.min(startedAt, at) : null };
}

function takenOf(taken: PingFate): Ping {
  switch (taken.fate) {
    case "taken":
      return taken.ping;
    case "ignored":
      throw new Problem("conflict", "It is paused until somebody resumes it.");
    case "too-many":
      throw tooMany();
    case "unknown":
    case "ambiguous":
      throw new Problem("not-found", "The heartbeat was deleted meanwhile.");
  }
}

const tooMany = () =>
  new Problem(
    "too-many-requests",
    "Too many pings of this heartbeat; wait a minute.",
    [],
    {
      "retry-after": "60",
    },
  );
