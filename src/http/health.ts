// Answers whether junkai itself works. Everybody may ask, so the answer says little.
import { z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import { readLastTickAt } from "#store/jobs/jobs.ts";
import { instant, isoOrNull } from "./fields.ts";
import { newRouter, openRoute } from "./router.ts";

/** Ticks come every minute; three minutes without a tick are a fault. */
const tickOverdueMs = 3 * 60_000;

const HealthAnswer = z
  .object({
    status: z.enum(["ok", "failing"]),
    reason: z.string().nullable(),
    lastTickAt: instant.nullable(),
  })
  .openapi("Health", {
    example: { status: "ok", reason: null, lastTickAt: "2026-01-31T09:00:12.345Z" },
  });

const content = {
  "application/json": { schema: HealthAnswer },
  "text/plain": {
    schema: z.string().openapi({ description: "OK, or the reason why not." }),
    example: "OK",
  },
};

export const healthRoutes = newRouter();

const read = openRoute("get", "/health", "Health", {
  summary: "Whether ticks come and the database answers",
  answers: {
    200: { description: "All is well.", content },
    503: { description: "Something is not.", content },
  },
});

healthRoutes.openapi(read, async (c) => {
  const answer = await checkHealth(c.get("deps"));
  const status = answer.reason === null ? 200 : 503;
  const type = accepts(c, {
    header: "Accept",
    supports: Object.keys(content),
    default: "application/json",
  });
  return type === "text/plain"
    ? c.text(answer.reason ?? "OK", status)
    : c.json(answer, status);
});

async function checkHealth({
  db,
  clock,
  log,
}: Deps): Promise<z.infer<typeof HealthAnswer>> {
  const now = clock.now();
  try {
    const lastTickAt = await readLastTickAt(db, now);
    const reason = reasonFor(lastTickAt, now);
    return {
      status: reason === null ? "ok" : "failing",
      reason,
      lastTickAt: isoOrNull(lastTickAt),
    };
  } catch (error) {
    log({ event: "health-failed", problem: messageOf(error) });
    return {
      status: "failing",
      reason: "The database does not answer.",
      lastTickAt: null,
    };
  }
}

function reasonFor(lastTickAt: number | null, now: number): string | null {
  if (lastTickAt === null)
    return "No tick has come yet: the first one ends within a minute or two of the deployment.";
  if (now - lastTickAt <= tickOverdueMs) return null;
  return `The last tick ended ${Math.round((now - lastTickAt) / 60_000)} minutes ago.`;
}
