// Serves heat: the last days and the last runs of many targets at once, for lists of
// targets. Reads few rows.
import { z } from "@hono/zod-openapi";
import type { Unreadable } from "#domain/runs/readable.ts";
import { noHeat } from "#domain/statistics/heat.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { dayMs, dayOf } from "#domain/time/instants.ts";
import { idField, isoOf, repeated } from "#http/fields.ts";
import { json, newRouter, route } from "#http/router.ts";
import { type Heat, readHeat } from "#store/statistics/heat.ts";
import { findOwnersById } from "#store/targets/owners.ts";
import { tellUnreadable, unreadable } from "./unreadable.ts";

const shownDays = 90;

const targetsMessage =
  "These are ids of targets: target=1, or target=1&target=2 for several.";

const HeatAnswer = z
  .object({
    id: z.int(),
    days: z
      .array(
        z.object({
          day: z.string().openapi({ format: "date", description: "In UTC." }),
          ok: z.int().openapi({ description: "Runs that succeeded." }),
          failed: z.int().openapi({ description: "Runs that failed." }),
          missed: z.int().openapi({ description: "Slots that nobody served in time." }),
          degraded: z.int().openapi({
            description:
              "Of the runs that succeeded, those with a degraded condition that does not hold.",
          }),
        }),
      )
      .openapi({ description: "The last 90 days, the oldest first and today last." }),
    runs: z
      .array(
        z.object({
          ok: z.boolean(),
          durationMs: z.int().nullable().openapi({
            description: "How long it took, within 4 %; null when it failed.",
          }),
        }),
      )
      .openapi({
        description:
          "The last 60 scheduled runs at most, the newest last; where there are none, manual ones.",
      }),
  })
  .openapi("Heat", {
    example: {
      id: 1,
      days: [{ day: "2026-01-31", ok: 1_439, failed: 1, missed: 3, degraded: 12 }],
      runs: [
        { ok: true, durationMs: 184 },
        { ok: false, durationMs: null },
      ],
    },
  });

const query = z.strictObject({
  target: repeated(idField(targetsMessage), 100, targetsMessage).openapi({
    type: "array",
    items: { type: "integer" },
    description:
      "A target's id; repeat it for more, up to 100. Ids of targets that do not exist are left out.",
    example: [1],
  }),
});

export const heatRoutes = newRouter();

const read = route("get", "/api/heat", "Statistics", {
  summary: "The last 90 days and 60 runs of many targets",
  description:
    "For lists of targets: however many runs there were, it reads a row for each of their shards and days.",
  request: { query },
  answers: {
    200: json("Their heat, by id.", z.object({ items: z.array(HeatAnswer), unreadable })),
  },
  problems: ["invalid"],
});

heatRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const { db, clock } = deps;
  const fromDay = dayOf(clock.now()) - shownDays + 1;
  const owners = await findOwnersById(db, c.req.valid("query").target);
  const gaps: Unreadable = new Set();
  const heat = await readHeat(db, owners, fromDay, gaps);
  const items = [...heat].map(([id, known]) => toHeatAnswer(id, known, fromDay));
  return c.json({ items, ...tellUnreadable(deps, gaps) }, 200);
});

function toHeatAnswer(
  id: number,
  { days, recent }: Heat,
  fromDay: number,
): z.infer<typeof HeatAnswer> {
  const byDay = new Map(days.map((one) => [one.day, one]));
  return {
    id,
    days: Array.from({ length: shownDays }, (_, i) => {
      const { ok, failed, missed, degraded } = byDay.get(fromDay + i) ?? noHeat;
      const day = isoOf((fromDay + i) * dayMs).slice(0, 10);
      return { day, ok, failed, missed, degraded };
    }),
    runs: readRecent(recent).map(({ ok, ms }) => ({ ok, durationMs: ms })),
  };
}
