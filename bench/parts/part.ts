// Names a part of `npm run bench`, and fills the database that the parts measure.
import type { Line } from "#bench/figures.ts";
import type { Runtime } from "#bench/runtime.ts";
import type { Steps } from "#domain/readings/step.ts";
import type { Timing } from "#domain/schedules/schedule.ts";

/** Measures something, and gives a line for each figure. */
export type Part = (runtime: Runtime) => Promise<Line[]>;

export const noon = Date.parse("2026-03-02T12:00:00Z");

type Seeding = {
  count: number;
  dueAt: number;
  anchorAt: number;
  site?: string;
  retries?: number;
  timing?: Timing;
  extract?: Steps;
};

/**
 * Replaces all targets by `count` new ones, of a site that does not exist unless given.
 */
export async function seedTargets(
  runtime: Runtime,
  { site = "http://site.example", ...seeding }: Seeding,
): Promise<void> {
  await runtime.perform({ do: "seed", site, ...seeding });
}
