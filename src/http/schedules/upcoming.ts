// Answers a target's next slots.
import { createRoute, z } from "@hono/zod-openapi";
import { previewSlots } from "#domain/schedules/slots.ts";
import { slotsOf, type Target } from "#domain/targets/target.ts";
import { instant, isoOf, limitField } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { problemResponses } from "#http/problem.ts";
import { newRouter, secured } from "#http/router.ts";

const upcoming = createRoute({
  ...secured,
  method: "get",
  path: "/api/targets/{id}/upcoming",
  tags: ["Runs"],
  summary: "A target's next slots",
  request: { params: idParam, query: z.strictObject({ n: limitField(100, 10) }) },
  responses: {
    200: {
      description:
        "Instants, the soonest first; none when it is paused or never due again.",
      content: { "application/json": { schema: z.object({ items: z.array(instant) }) } },
    },
    ...problemResponses("not-found", "invalid"),
  },
});

function previewOf(target: Target, now: number, n: number): number[] {
  if (!target.enabled) return [];
  try {
    return previewSlots(slotsOf(target), now, n);
  } catch {
    // A zone that the runtime no longer knows: such a target is never due.
    return [];
  }
}

export const upcomingRoutes = newRouter();

upcomingRoutes.openapi(upcoming, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const slots = previewOf(target, deps.clock.now(), c.req.valid("query").n);
  return c.json({ items: slots.map(isoOf) }, 200);
});
