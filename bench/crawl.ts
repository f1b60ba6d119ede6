// Measures the figures of crawls that docs/costs.md has and prints them beside their
// aims: `npm run bench:crawl`, or `npm run bench:crawl -- speed` (or rows, peers, memory)
// for one part alone. The part memory takes minutes, so it runs only when it is named.
// Takes ratios within one run.
import { memory } from "#bench/crawl-parts/memory.ts";
import { peers } from "#bench/crawl-parts/peers.ts";
import { rows } from "#bench/crawl-parts/rows.ts";
import { speed } from "#bench/crawl-parts/speed.ts";
import { repeat } from "./comparing/repeated.ts";
import { type Line, printTable } from "./figures.ts";
import { startRuntime } from "./runtime.ts";

async function speedAlone(): Promise<Line[]> {
  const runtime = await startRuntime();
  try {
    return await repeat(speed, runtime);
  } finally {
    await runtime.close();
  }
}

const parts: Record<string, () => Promise<Line[]>> = {
  speed: speedAlone,
  rows,
  peers,
  memory,
};
const usual = ["speed", "rows", "peers"];

const named = process.argv.slice(2);
for (const name of named)
  if (!(name in parts)) throw new Error(`there is no part called "${name}"`);
for (const name of named.length > 0 ? named : usual)
  printTable(name, (await parts[name]?.()) ?? []);
