// Finds what badges show of a target. Reads a name once a minute, and each window of a
// target once in five minutes, in whatever ways badges are asked for.
import type { Context } from "hono";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { createSummary, okOf, runsOf, type Summary } from "#domain/statistics/summary.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { TargetName } from "#http/find-target.ts";
import { createKeeper, type Keeper } from "#http/kept-values.ts";
import { Problem } from "#http/problem.ts";
import { type AppContext, executionOf } from "#http/router.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { findOpenOwner, type OpenOwner } from "#store/targets/owners.ts";
import {
  availabilityValue,
  type BadgeValue,
  latencyValue,
  statusValue,
} from "#ui/badges/badge-values.ts";

export const windows = { "24h": dayMs, "7d": 7 * dayMs, "30d": 30 * dayMs } as const;
export type Window = keyof typeof windows;

/** How long a badge may be shown before it is asked for again, seconds. */
export const statusAgeS = 60;
export const windowAgeS = 300;

/** Whoever asks for names without end fills so much of the memory and no more. */
const mostNames = 1_000;
/** Windows of targets that are there: a thousand bytes each at most. */
const mostWindows = 10_000;

/** What the badges of a window show. */
export type Figures = { availability: BadgeValue; latency: BadgeValue };

/** Makes the functions of one app, which keep what they find for a while. */
export function createShownFigures() {
  const keepTarget = createKeeper<OpenOwner | null>({
    room: "badges",
    name: "targets",
    ageS: statusAgeS,
    most: mostNames,
  });
  const keepFigures = createKeeper<Figures>({
    room: "badges",
    name: "windows",
    ageS: windowAgeS,
    most: mostWindows,
  });

  /** Finds a target that shows its badges to everybody. Throws a Problem without one. */
  async function find(c: Context<AppContext>, name: TargetName): Promise<OpenOwner> {
    const key = "id" in name ? `id/${name.id}` : `key/${name.key}`;
    const target = await keep(c, keepTarget, key, () =>
      findOpenOwner(c.get("deps").db, name),
    );
    if (target !== null) return target;
    // The same for a target that does not show its badges and for one that is not there.
    throw new Problem("not-found", `There is no badge at ${c.req.path}.`);
  }

  return {
    async status(c: Context<AppContext>, name: TargetName): Promise<BadgeValue> {
      return statusValue((await find(c, name)).status);
    },
    async figures(
      c: Context<AppContext>,
      name: TargetName,
      window: Window,
    ): Promise<Figures> {
      const target = await find(c, name);
      return await keep(c, keepFigures, `${target.id}/${window}`, () =>
        readFigures(c.get("deps"), target, windows[window]),
      );
    },
  };
}

/** What `keeper` keeps under a key. Others wait for what is looked for: it goes on. */
async function keep<T>(
  c: Context<AppContext>,
  keeper: Keeper<T>,
  key: string,
  look: () => Promise<T>,
): Promise<T> {
  const place = { key, url: c.req.url, now: c.get("deps").clock.now() };
  const value = keeper(place, look);
  executionOf(c)?.waitUntil(value);
  return await value;
}

async function readFigures(
  { db, clock }: Pick<AppContext["Variables"]["deps"], "db" | "clock">,
  target: OpenOwner,
  windowMs: number,
): Promise<Figures> {
  if (target.status === "paused") {
    const paused = statusValue("paused");
    return { availability: paused, latency: paused };
  }
  const now = clock.now();
  const [summary = createSummary()] = await readStatistics(db, { targets: [target] }, [
    now - windowMs,
    now,
  ]);
  return toFigures(summary);
}

const toFigures = (summary: Summary): Figures => ({
  availability: availabilityValue(okOf(summary), runsOf(summary)),
  latency: latencyValue(quantileOf(summary.duration, 0.95)),
});
