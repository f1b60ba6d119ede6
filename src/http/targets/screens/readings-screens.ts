// Serves the page of the numbers that a target's steps read.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  figuresOfNumbers,
  numberSeries,
} from "#domain/statistics/numbers/number-series.ts";
import { boundariesOf, pointsOf } from "#domain/statistics/series.ts";
import { dayMs } from "#domain/time/instants.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { newScreens, paramsOf, queryOf, shown } from "#http/screens/screen.ts";
import { readView } from "#http/statistics/statistics-view.ts";
import { type KnownTarget, ownerOf } from "#store/targets/known-target.ts";
import { ReadingsScreen } from "#ui/readings/readings-screen.tsx";
import type { ReadingsView, ShownNumber } from "#ui/readings/readings-view.ts";
import { type WindowName, windowNames } from "#ui/targets/target-view.ts";
import { stepsFor, windowLengths } from "./target-query.ts";

export const readingsScreens = newScreens();

const query = z.object({ window: z.enum(windowNames).default("7d") });

readingsScreens.get(
  "/targets/:id/readings",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { id } = paramsOf(c, idParam);
    const { window } = queryOf(c, query);
    const view = await readReadings(deps, await getTarget(deps, id), window);
    return ReadingsScreen({ viewer, view });
  }),
);

async function readReadings(
  deps: Deps,
  known: KnownTarget,
  windowName: WindowName,
): Promise<ReadingsView> {
  const { target, state } = known;
  const now = deps.clock.now();
  const lengthMs = windowLengths[windowName];
  const window = { from: now - lengthMs, to: now };
  const dayBefore = { from: now - 2 * dayMs, to: now - dayMs };
  const steps = stepsFor(lengthMs, null);
  const [points, rows] = [steps.points, steps.rows].map((step) => pointsOf(window, step));
  const boundaries = boundariesOf([dayBefore, window, ...(points ?? [])]);
  const source = { targets: [ownerOf(known)] };
  const { of, told } = await readView(deps, source, { boundaries });
  const memories = state.numbers?.byName ?? {};
  const names = new Set([...Object.keys(memories), ...of(window).numbers.keys()]);
  const numbers = [...names].sort().map(
    (name): ShownNumber => ({
      name,
      memory: Object.hasOwn(memories, name) ? (memories[name] ?? null) : null,
      figures: figuresOfNumbers(of(window).numbers.get(name)),
      dayBefore: figuresOfNumbers(of(dayBefore).numbers.get(name))?.last ?? null,
      points: numberSeries(name, points ?? [], of),
      rows: numberSeries(name, rows ?? [], of),
    }),
  );
  return { target, window, windowName, numbers, unreadable: told.unreadable ?? 0 };
}
