// Measures the figures that docs/costs.md has and prints them beside their aims: `npm run
// bench`, or `npm run bench -- rows` (or other parts) for these parts alone. Takes ratios
// within one run, since machines differ and are busy.

import { bundle } from "#bench/parts/bundle.ts";
import { checks } from "#bench/parts/checks.ts";
import { conditions } from "#bench/parts/conditions.ts";
import { cpu } from "#bench/parts/cpu.ts";
import { list } from "#bench/parts/list.ts";
import { notices } from "#bench/parts/notices.ts";
import { alertPages } from "#bench/parts/pages/alert-pages.ts";
import { pages } from "#bench/parts/pages/pages.ts";
import type { Part } from "#bench/parts/part.ts";
import { pings } from "#bench/parts/pings.ts";
import { readings } from "#bench/parts/readings/readings.ts";
import { day, rows } from "#bench/parts/rows.ts";
import { scrape } from "#bench/parts/scrape.ts";
import { stats } from "#bench/parts/statistics.ts";
import { storage } from "#bench/parts/storage.ts";
import { turn } from "#bench/parts/turn.ts";
import { printTable } from "./figures.ts";
import { startRuntime } from "./runtime.ts";

const parts: Record<string, Part> = {
  rows,
  turn,
  list,
  checks,
  conditions,
  readings,
  notices,
  pings,
  cpu,
  bundle,
  stats,
  storage,
  scrape,
  pages,
  "alert-pages": alertPages,
  day,
};

const chosen = process.argv.slice(2);
const runtime = await startRuntime();
try {
  for (const [name, part] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    printTable(name, await part(runtime));
  }
} finally {
  await runtime.close();
}
