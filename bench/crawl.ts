// npm run bench:crawl: measures what the README promises of crawls and prints it beside
// the promise. Ratios are taken within one run. `npm run bench:crawl -- speed` (or rows,
// peers, memory) runs one part; memory, which takes minutes, runs only when it is named.
import { memory } from "./crawl-parts/memory.ts";
import { peers } from "./crawl-parts/peers.ts";
import { rows } from "./crawl-parts/rows.ts";
import { speed } from "./crawl-parts/speed.ts";
import { type Line, printTable } from "./figures.ts";

const parts: Record<string, () => Promise<Line[]>> = { speed, rows, peers, memory };
const usual = ["speed", "rows", "peers"];

const named = process.argv.slice(2);
for (const name of named)
  if (!(name in parts)) throw new Error(`there is no part called "${name}"`);
for (const name of named.length > 0 ? named : usual)
  printTable(name, (await parts[name]?.()) ?? []);
