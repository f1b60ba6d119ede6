// Measures the figures that docs/costs.md has and prints them beside their aims: `npm run
// bench`, or `npm run bench -- rows` (or other parts) for these parts alone. Takes ratios
// within one run, since machines differ and are busy. `npm run bench -- compare REV` (or
// with parts) measures another revision beside this one.

import { parseArgs } from "node:util";
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
import { type AskedLoad, loadOptions, readLoad } from "#bench/scale/read-load.ts";
import { scale } from "#bench/scale/scale.ts";
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
const long = ["scale", "stats", "pages", "alert-pages", "day", "crawls"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: loadOptions,
});
const load = readLoad(values);
const asked = readArguments(
  positionals,
  [...Object.keys(repeated), "scale", ...Object.keys(parts)],
  Object.keys(repeated),
  long,
);
if ("refuse" in load) refuse(load.refuse);
else if (asked.do === "refuse") refuse(asked.why);
else if (asked.do === "compare") {
  const wanted = asked.parts.map((name) => [name, repeated[name] as Repeated]);
  const isWhole = await compare(asked.revision, Object.fromEntries(wanted));
  // What could not be measured may have left a runtime behind.
  process.exit(isWhole ? 0 : 1);
} else await measure(asked.parts, load);

function refuse(why: string): void {
  console.error(why);
  process.exitCode = 2;
}

/** A part that is repeated has a runtime of its own, `scale` several; the others share one. */
async function measure(names: readonly string[], load: AskedLoad): Promise<void> {
  if (names.includes("scale")) printTable("scale", await scale(load));
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
  if (!names.some((name) => name in parts)) return;
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
