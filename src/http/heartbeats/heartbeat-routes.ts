// Serves what came in of a heartbeat: its latest pings, and what was sent with those of a
// run.
import { z } from "@hono/zod-openapi";
import { ignoredReasons, pingActions, type RecentPing } from "#domain/heartbeats/ping.ts";
import { instant, instantField, isoOf, isoOrNull } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { json, newRouter, route } from "#http/router.ts";
import { getRun } from "#http/runs/read-runs.ts";
import { readRunLogs } from "#store/heartbeats/run-logs.ts";
import { ownerOf } from "#store/targets/known-target.ts";

const tag = "Heartbeats";

const PingAnswer = z
  .object({
    n: z.int().openapi({ description: "Counts the heartbeat's pings, from 1." }),
    at: instant,
    action: z.enum(pingActions),
    rid: z.string().nullable().openapi({
      description: "What a start and its end share; null where that was not said.",
    }),
    exitStatus: z.int().nullable(),
    method: z.string(),
    scheme: z.enum(["http", "https"]),
    userAgent: z.string(),
    from: z.string().openapi({ description: "The address that it came from." }),
    bodyBytes: z.int(),
    hasBody: z.boolean(),
    dueAt: instant.nullable().openapi({
      description: "The run of which it tells; null where it matched none.",
    }),
    durationMs: z.int().nullable().openapi({
      description: "How long that run took, where this ping ended it.",
    }),
    ignored: z.enum(ignoredReasons).nullable().openapi({
      description:
        "Why it was not heard; null where it was. method: only POST pings this heartbeat. paused: it was paused, and this ping could not resume it. unreadable: it could not be taken.",
    }),
  })
  .openapi("Ping", {
    example: {
      n: 812,
      at: "2026-01-31T09:00:41.206Z",
      action: "success",
      rid: "0b3a4f0e-6f1b-4a2a-9a52-0f6f3f1d9c11",
      exitStatus: 0,
      method: "POST",
      scheme: "https",
      userAgent: "curl/8.14.1",
      from: "203.0.113.7",
      bodyBytes: 1204,
      hasBody: true,
      dueAt: "2026-01-31T09:00:00.000Z",
      durationMs: 40_102,
      ignored: null,
    },
  });

const LogAnswer = z
  .object({
    n: z.int().openapi({ description: "The number of the ping." }),
    body: z.string().openapi({ description: "At most 10,000 bytes of it." }),
  })
  .openapi("RunLog", { example: { n: 812, body: "1,200 rows copied" } });

const pings = route("get", "/api/targets/{id}/pings", tag, {
  summary: "The latest pings of a heartbeat",
  description:
    "The newest first: the last 50, and the last 20 that the heartbeat did not want. None of targets of other kinds.",
  request: { params: idParam },
  answers: { 200: json("The pings.", z.object({ items: z.array(PingAnswer) })) },
  problems: ["not-found", "invalid"],
});

const logs = route("get", "/api/targets/{id}/runs/{dueAt}/log", tag, {
  summary: "What was sent with the pings of a run",
  description:
    "One item for each ping with a body. Of a run under way, what came so far.",
  request: { params: idParam.extend({ dueAt: instantField }) },
  answers: { 200: json("The log.", z.object({ items: z.array(LogAnswer) })) },
  problems: ["not-found", "invalid"],
});

export const heartbeatRoutes = newRouter();

heartbeatRoutes.openapi(pings, async (c) => {
  const { heard } = await getTarget(c.get("deps"), c.req.valid("param").id);
  const lately = heard?.lately ?? [];
  return c.json({ items: lately.toReversed().map(toPingAnswer) }, 200);
});

heartbeatRoutes.openapi(logs, async (c) => {
  const deps = c.get("deps");
  const { id, dueAt } = c.req.valid("param");
  const known = await getTarget(deps, id);
  const ahead = known.heard?.logs ?? [];
  const items = await readRunLogs(deps.db, known.target.id, dueAt, ahead);
  if (items.length === 0) await getRun(deps, ownerOf(known), dueAt);
  return c.json({ items }, 200);
});

const toPingAnswer = ({
  at,
  dueAt,
  ignored,
  ...rest
}: RecentPing): z.infer<typeof PingAnswer> => ({
  ...rest,
  at: isoOf(at),
  dueAt: isoOrNull(dueAt),
  ignored: ignored ?? null,
});
