// Serves the ledger of a target: how many of its slots ran, and which slots did not.
import { z } from "@hono/zod-openapi";
import type { Unreadable } from "#domain/runs/readable.ts";
import type { Drop, Entry } from "#domain/runs/run.ts";
import { createSummary, failedOf, slotsIn } from "#domain/statistics/summary.ts";
import { dayMs, hourMs, hourOf } from "#domain/time/instants.ts";
import { instant, isoOf, momentField, orRelative } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import { tellUnreadable, unreadable } from "#http/statistics/unreadable.ts";
import { readEntries } from "#store/runs/history.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { ownerOf } from "#store/targets/known-target.ts";

const longestMs = 31 * dayMs;

const LedgerAnswer = z
  .object({
    from: instant.openapi({ description: "The start of the hour that was asked for." }),
    to: instant.openapi({
      description: "The end, exclusive, of the hour that was asked for.",
    }),
    slots: z.int().openapi({
      description: "ran + late + skipped + missed: every slot ends in one of these ways.",
    }),
    ran: z.int(),
    late: z
      .int()
      .openapi({ description: "Ran, but started after the schedule's grace." }),
    skipped: z.int().openapi({ description: "An overlapping run was in the way." }),
    missed: z.int().openapi({
      description: "Nobody served it in time; of a heartbeat, no ping came in time.",
    }),
    failed: z.int().openapi({ description: "Runs that failed, manual ones included." }),
    degraded: z.int().openapi({
      description:
        "Runs that succeeded, but with a degraded condition that does not hold; manual ones included.",
    }),
    unreadable,
    drops: z
      .array(
        z.object({
          fate: z.enum(["skipped", "missed"]),
          count: z.int(),
          firstAt: instant,
          lastAt: instant,
        }),
      )
      .openapi({
        description:
          "The slots that did not run, as stretches within an hour, as long as runs are kept in detail.",
      }),
  })
  .openapi("Ledger", {
    example: {
      from: "2026-01-30T09:00:00.000Z",
      to: "2026-01-31T10:00:00.000Z",
      slots: 289,
      ran: 285,
      late: 1,
      skipped: 0,
      missed: 3,
      failed: 2,
      degraded: 12,
      drops: [
        {
          fate: "missed",
          count: 3,
          firstAt: "2026-01-30T20:05:00.000Z",
          lastAt: "2026-01-30T20:15:00.000Z",
        },
      ],
    },
  });

const query = z.strictObject({
  from: momentField
    .optional()
    .openapi({ description: `A day before \`to\` unless given. ${orRelative}` }),
  to: momentField.optional().openapi({ description: `Now unless given. ${orRelative}` }),
});

export const ledgerRoutes = newRouter();

const read = route("get", "/api/targets/{id}/ledger", "Runs", {
  summary: "What became of a target's slots",
  description:
    "In whole hours: those in which `from` and `to` lie, and all between. At most 31 days.",
  request: { params: idParam, query },
  answers: { 200: json("Counts and drops.", LedgerAnswer) },
  problems: ["not-found", "invalid"],
});

ledgerRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const now = deps.clock.now();
  const asked = c.req.valid("query");
  const to = asked.to?.(now) ?? now;
  const from = asked.from?.(now) ?? to - dayMs;
  if (to < from || to - from > longestMs) {
    const message = "The window runs forwards and has at most 31 days.";
    throw invalidField("query", ["from"], message);
  }
  const owner = ownerOf(await getTarget(deps, c.req.valid("param").id));
  const start = hourOf(from) * hourMs;
  const end = (hourOf(to) + 1) * hourMs;
  const gaps: Unreadable = new Set();
  const [summary = createSummary()] = await readStatistics(
    deps.db,
    { targets: [owner] },
    [start, end],
    gaps,
  );
  const isDrop = ({ kind }: Entry) => kind === "drop";
  const drops = await readEntries(deps.db, owner, hourOf(from), hourOf(to), isDrop, gaps);
  return c.json(
    {
      from: isoOf(start),
      to: isoOf(end),
      slots: slotsIn(summary),
      ...summary.slots,
      failed: failedOf(summary),
      degraded: summary.degraded,
      ...tellUnreadable(deps, gaps),
      drops: drops.flatMap((entry) =>
        entry.kind === "drop" ? [toDropAnswer(entry.drop)] : [],
      ),
    },
    200,
  );
});

const toDropAnswer = ({ fate, count, firstAt, lastAt }: Drop) => ({
  fate,
  count,
  firstAt: isoOf(firstAt),
  lastAt: isoOf(lastAt),
});
