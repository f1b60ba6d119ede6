// Measures scrapes as Prometheus makes them: of all targets, and of a part of them.
import { median, timed } from "#bench/figures.ts";
import { hourMs, startOfMinute } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { type Part, seedTargets } from "./part.ts";

export const scrape: Part = async (runtime) => {
  // Ticks come early in their minute: one that came at its end would wait for the next.
  const now = startOfMinute(Date.now());
  await seedTargets(runtime, { count: 1_000, dueAt: 0, anchorAt: now });
  await runtime.perform({ do: "hour", from: now - hourMs });
  const measure = async (query: string): Promise<string> => {
    const times: number[] = [];
    const scraped = () =>
      runtime.perform<Meter & { bytes: number }>({ do: "metrics", query });
    for (let i = 0; i < 21; i++) times.push(await timed(scraped));
    const cost = await scraped();
    const ms = median(times).toFixed(0);
    const megabytes = (cost.bytes / 2 ** 20).toFixed(1);
    return `${cost.rowsRead} rows read, ${ms} ms, ${megabytes} MB`;
  };
  return [
    {
      what: "a scrape of 1,000 targets",
      measured: await measure(""),
      aim: "50 rows, 30 ms",
    },
    {
      what: "… one of four parts of it",
      measured: await measure("?shard=3/4"),
      aim: "30 rows, 10 ms",
    },
  ];
};
