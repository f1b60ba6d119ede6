// Serves a target's next slots.
import { z } from "@hono/zod-openapi";
import { slotsAhead } from "#domain/heartbeats/slots-ahead.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { instant, isoOf, limitField } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { json, newRouter, route } from "#http/router.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";

const upcoming = route("get", "/api/targets/{id}/upcoming", "Runs", {
  summary: "A target's next slots",
  request: { params: idParam, query: z.strictObject({ n: limitField(100, 10) }) },
  answers: {
    200: json(
      "Instants, the soonest first; none when it is paused or never due again, and of a heartbeat before its first ping.",
      z.object({ items: z.array(instant) }),
    ),
  },
  problems: ["not-found", "invalid"],
});

function upcomingOf(known: KnownTarget, now: number, n: number): number[] {
  if (!known.target.enabled) return [];
  try {
    return previewSlots(slotsAhead(known), now, n);
  } catch {
    // A zone that the runtime no longer knows: such a target is never due.
    return [];
  }
}

export const upcomingRoutes = newRouter();

upcomingRoutes.openapi(upcoming, async (c) => {
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const slots = upcomingOf(known, deps.clock.now(), c.req.valid("query").n);
  return c.json({ items: slots.map(isoOf) }, 200);
});
