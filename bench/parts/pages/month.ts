// Fills the database with a month of 5,000 targets and of a site, ending this hour.
import type { Runtime } from "#bench/runtime.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";

const count = 5_000;

/** The number of the site, and the instant at which the month ends, epoch ms. */
export type Seeded = { siteId: number; to: number };

export async function seedMonth(runtime: Runtime): Promise<Seeded> {
  const to = Math.floor(Date.now() / hourMs) * hourMs;
  await runtime.perform({ do: "month", count, to });
  const site = {
    url: "http://site.example/",
    kind: "site",
    schedule: { every: "1d", startAt: new Date(to + dayMs).toISOString() },
  };
  const { id: siteId } = JSON.parse(await runtime.call("POST", "/api/targets", site));
  await runtime.perform({ do: "site-month", targetId: siteId, to: to - hourMs });
  return { siteId, to };
}

/** Of this minute, as where cron ticks: otherwise pages say that nothing does. */
export const recordRound = (runtime: Runtime): Promise<void> =>
  runtime.perform({ do: "record-round" });
