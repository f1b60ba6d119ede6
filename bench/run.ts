// Measures the figures that docs/costs.md has and prints them beside their aims: `npm run
// bench`, or `npm run bench -- rows` (or other parts) for these parts alone. Takes ratios
// within one run, since machines differ and are busy. `npm run bench -- compare REV` (or
// with parts) measures another revision beside this one.

import { readArguments } from "#bench/comparing/arguments.ts";
import { type Repeated, repeat } from "#bench/comparing/repeated.ts";
import { speed } from "#bench/crawl-parts/speed.ts";
import { bundle } from "#bench/parts/bundle.ts";
import { checks } from "#bench/parts/checks.ts";
import { conditions } from "#bench/parts/conditions.ts";
import { cpu } from "#bench/parts/cpu.ts";
import { list } from "#bench/parts/list.ts";
import { notices } from "#bench/parts/notices.ts";
import { alertPages } from "#bench/parts/pages/alert-pages.ts";
import { pages } from "#bench/parts/pages/pages.ts";
import type { Part } from "#bench/parts/part.ts";
import { pingRates } from "#bench/parts/ping-rates.ts";
import { pings } from "#bench/parts/pings.ts";
import { readings } from "#bench/parts/readings/readings.ts";
import { day, rows } from "#bench/parts/rows.ts";
import { scrape } from "#bench/parts/scrape.ts";
import { stats } from "#bench/parts/statistics.ts";
import { storage } from "#bench/parts/storage.ts";
import { turn } from "#bench/parts/turn.ts";
import { compare } from "./comparing/compare.ts";
import { printTable } from "./figures.ts";
import { startRuntime } from "./runtime.ts";

/** Parts that time something: two revisions can be compared in them. */
const repeated: Record<string, Repeated> = {
  checks,
  "ping-rates": pingRates,
  crawls: speed,
};

const parts: Record<string, Part> = {
  rows,
  turn,
  list,
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

/** They take minutes, so they run only when they are named. */
const long = ["stats", "pages", "alert-pages", "day", "crawls"];

const asked = readArguments(
  process.argv.slice(2),
  [...Object.keys(repeated), ...Object.keys(parts)],
  Object.keys(repeated),
  long,
);
if (asked.do === "refuse") {
  console.error(asked.why);
  process.exitCode = 2;
} else if (asked.do === "compare") {
  const wanted = asked.parts.map((name) => [name, repeated[name] as Repeated]);
  const isWhole = await compare(asked.revision, Object.fromEntries(wanted));
  // What could not be measured may have left a runtime behind.
  process.exit(isWhole ? 0 : 1);
} else await measure(asked.parts);

/** A part that is repeated has a runtime of its own; the others share one. */
async function measure(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const part = repeated[name];
    if (part === undefined) continue;
    const runtime = await startRuntime(await part.options?.());
    try {
      printTable(name, await repeat(part, runtime));
    } finally {
      await runtime.close();
    }
  }
  const runtime = await startRuntime();
  try {
    for (const name of names) {
      const part = parts[name];
      if (part !== undefined) printTable(name, await part(runtime));
    }
  } finally {
    await runtime.close();
  }
}
