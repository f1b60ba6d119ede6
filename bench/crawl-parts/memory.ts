// Watches how much memory crawls take, of large sites and of heavy answers, while the
// Worker's heap is limited as on the platform.
import { setTimeout as sleep } from "node:timers/promises";
import { type Line, megabytes, number } from "#bench/figures.ts";
import type { HeapUsage } from "#bench/heap.ts";
import type { Runtime } from "#bench/runtime.ts";
import { addSite, crawlToEnd, type SiteOptions } from "#bench/site-crawl.ts";
import { freePort } from "#test/fixtures/net/port.ts";
import { pages, withProgram } from "./bench-site.ts";

type Case = {
  what: string;
  program: [string, ...string[]];
  options?: SiteOptions;
  /** How many URLs the site has from earlier crawls. */
  knownUrls?: number;
};

const linkedSite = "bench/sites/linked-site.ts";
const heavySite = "bench/sites/heavy-site.ts";

const cases: readonly Case[] = [
  {
    what: "sitemap of 52 MB, 50,000 URLs",
    program: [heavySite, "list"],
    options: { crawl: { maxPages: 1_000 }, request: { timeout: "60s" } },
  },
  {
    what: "36 pages of 10.4 MB, the largest body",
    program: [heavySite, "pages"],
    options: {
      crawl: { maxPages: 100 },
      request: { maxBodyBytes: 10_485_760, timeout: "60s" },
    },
  },
  { what: `crawl of ${number(pages)} pages`, program: [linkedSite, String(pages)] },
  { what: "crawl of 100,000 pages", program: [linkedSite, "100000"] },
  {
    what: `crawl of ${number(pages)} pages, 990,000 URLs known`,
    program: [linkedSite, String(pages)],
    knownUrls: 990_000,
  },
];

/** What an isolate may have (developers.cloudflare.com/workers/platform/limits). */
const limitBytes = 128 * 1024 ** 2;

/** Measures what the Worker holds in each case, fifty times a second. */
export async function memory(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const each of cases) {
    const seen = await watch(each);
    const sizes = seen.map(sizeOf);
    const peak = seen[sizes.indexOf(Math.max(...sizes))] ?? none;
    lines.push({
      what: `${each.what}: most seen, garbage included`,
      measured: `${megabytes(sizeOf(peak))}: objects ${megabytes(peak.objects)}, buffers ${megabytes(peak.buffers)}; ${megabytes(Math.min(...sizes.slice(sizes.length >> 1)))} just collected`,
      aim: megabytes(limitBytes),
    });
  }
  return lines;
}

const none: HeapUsage = { objects: 0, buffers: 0 };
const sizeOf = ({ objects, buffers }: HeapUsage): number => objects + buffers;

async function watch({ program, options, knownUrls }: Case): Promise<HeapUsage[]> {
  return await withProgram(
    program,
    async ({ runtime, site }) => {
      const id = await addSite(runtime, `${site.address}/`, options);
      if (knownUrls) await runtime.perform({ do: "know-urls", id, count: knownUrls });
      return await usageDuring(runtime, () => crawlToEnd(runtime, id));
    },
    await freePort(),
  );
}

async function usageDuring(
  { heap }: Runtime,
  work: () => Promise<unknown>,
): Promise<HeapUsage[]> {
  if (heap === null) throw new Error("this runtime has no inspector");
  const seen: HeapUsage[] = [];
  let isOver = false;
  const look = async () => {
    for (; !isOver; await sleep(heapEveryMs)) seen.push(await heap.usage());
  };
  const looking = look();
  await work();
  isOver = true;
  await looking;
  return seen;
}

const heapEveryMs = 20;
