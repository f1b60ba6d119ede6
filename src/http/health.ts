// Answers whether junkai itself works. Everybody may ask, so the answer says little.
import { z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { Deps } from "#deps";
import { healths, judgeHealth } from "#domain/jobs/health.ts";
import { recentDeathAt } from "#domain/jobs/message-counts.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { leaseReserveMs } from "#jobs/rounds/round-times.ts";
import { readPulse } from "#store/jobs/pulse.ts";
import { instant, isoOrNull } from "./fields.ts";
import { type App, newRouter, openRoute } from "./router.ts";

/**
 * An answer holds for so long: however many ask, the database is asked no more often.
 */
const keptMs = 5_000;

const HealthAnswer = z
  .object({
    status: z.enum(healths).openapi({
      description:
        "recovering: ticks come, but slots wait that no round serves yet. failing: no ticks come, or the database does not answer.",
    }),
    reason: z.string().nullable(),
    lastTickAt: instant.nullable(),
    setAside: z.int().openapi({
      description:
        "How many things (100 at most) are left alone because they break junkai's own work: see /api/set-aside. All else goes on.",
    }),
    openIncidents: z.int().openapi({ description: "How many (100 at most) are open." }),
    deadNotices: z.int().openapi({
      description: "How many notices (100 at most) no channel took: see /api/notices.",
    }),
    deadMessageAt: instant.nullable().openapi({
      description:
        "When a message of a queue was given up last, within the last hour. Ticks find again what it asked for; the log tells what that was.",
    }),
    ownOutage: z.boolean().openapi({
      description:
        "Whether most hosts are silent and all canaries are too: no incident opens then.",
    }),
  })
  .openapi("Health", {
    example: {
      status: "ok",
      reason: null,
      lastTickAt: "2026-01-31T09:00:12.345Z",
      setAside: 0,
      openIncidents: 0,
      deadNotices: 0,
      deadMessageAt: null,
      ownOutage: false,
    },
  });

const content = {
  "application/json": { schema: HealthAnswer },
  "text/plain": {
    schema: z.string().openapi({ description: "OK, or the reason why not." }),
    example: "OK",
  },
};

const read = openRoute("get", "/health", "Health", {
  summary: "Whether ticks come, slots are served and the database answers",
  answers: {
    200: { description: "All is well, or soon will be.", content },
    503: { description: "Something is not.", content },
  },
});

type Answer = z.infer<typeof HealthAnswer>;

/** Makes the routes of one app, which keeps an answer for a while. */
export function createHealthRoutes(): App {
  const routes = newRouter();
  let kept: { at: number; answer: Answer } | null = null;

  async function answerAt(deps: Deps, now: number): Promise<Answer> {
    if (kept !== null && now >= kept.at && now - kept.at < keptMs) return kept.answer;
    const answer = await checkHealth(deps, now);
    kept = { at: now, answer };
    return answer;
  }

  routes.openapi(read, async (c) => {
    const deps = c.get("deps");
    const answer = await answerAt(deps, deps.clock.now());
    const status = answer.status === "failing" ? 503 : 200;
    const type = accepts(c, {
      header: "Accept",
      supports: Object.keys(content),
      default: "application/json",
    });
    return type === "text/plain"
      ? c.text(answer.reason ?? "OK", status)
      : c.json(answer, status);
  });
  return routes;
}

/** Asks the database anew. */
export async function checkHealth(
  { db, log }: Pick<Deps, "db" | "log">,
  now: number,
): Promise<Answer> {
  try {
    const pulse = await readPulse(db, now);
    const health = judgeHealth(pulse, now, leaseReserveMs);
    const { setAside, openIncidents, deadNotices } = pulse;
    const lastTickAt = isoOrNull(pulse.lastTickAt);
    const deadMessageAt = isoOrNull(recentDeathAt(pulse.deadMessageAt, now));
    const counts = { setAside, openIncidents, deadNotices };
    return { ...health, lastTickAt, ...counts, deadMessageAt, ownOutage: pulse.isAway };
  } catch (error) {
    log({ event: "health-failed", problem: messageOf(error) });
    return {
      status: "failing",
      reason: "The database does not answer.",
      lastTickAt: null,
      setAside: 0,
      openIncidents: 0,
      deadNotices: 0,
      deadMessageAt: null,
      ownOutage: false,
    };
  }
}
