// Measures the figures that docs/costs.md has and prints them beside their aims: `npm run
// bench`, or `npm run bench -- rows` (or other parts) for these parts alone. Takes ratios
// within one run, since machines differ and are busy.
import { printTable } from "./figures.ts";
import { bundle } from "./parts/bundle.ts";
import { checks } from "./parts/checks.ts";
import { cpu } from "./parts/cpu.ts";
import { list } from "./parts/list.ts";
import { pages } from "./parts/pages/pages.ts";
import type { Part } from "./parts/part.ts";
import { day, rows } from "./parts/rows.ts";
import { scrape } from "./parts/scrape.ts";
import { stats } from "./parts/statistics.ts";
import { storage } from "./parts/storage.ts";
import { turn } from "./parts/turn.ts";
import { startRuntime } from "./runtime.ts";

const parts: Record<string, Part> = {
  rows,
  turn,
  list,
  checks,
  cpu,
  bundle,
  stats,
  storage,
  scrape,
  pages,
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
