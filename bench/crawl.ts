// npm run bench:crawl: measures what the README promises of crawls and prints it beside
// the promise. Ratios are taken within one run. `npm run bench:crawl -- speed` (or rows,
// peers, memory) runs one part; memory, which takes minutes, runs only when it is named.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Meter } from "#store/db.ts";
import { type Line, median, megabytes, number, printTable, timed } from "./figures.ts";
import {
  type Memory,
  type Runtime,
  type Site,
  startRuntime,
  startSite,
} from "./runtime.ts";
import {
  addSite,
  type CrawlAnswer,
  crawlToEnd,
  removeSite,
  restartSite,
} from "./site-crawl.ts";

type Bench = { runtime: Runtime; site: Site };

const pages = 5_000;
const manyPages = 100_000;
const perSecond = (ms: number, count = pages): number => (count / ms) * 1_000;

async function speed(): Promise<Line[]> {
  const rounds = 5;
  return await withSite(pages, async (bench) => {
    const { runtime, site } = bench;
    const bare: number[] = [];
    const crawls: number[] = [];
    const cpus: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await earlyInTheMinute();
      bare.push(
        await timed(() =>
          runtime.perform({ do: "bare-crawl", site: site.address, count: pages }),
        ),
      );
      const cpuBefore = runtime.cpuMs() ?? Number.NaN;
      crawls.push(await crawlAnew(bench));
      cpus.push(((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / pages);
    }
    return [
      {
        what: "bare loop: fetch, SHA-256 and links, six at once",
        measured: `${number(perSecond(median(bare)))} pages/s (${spread(bare)})`,
        promised: "",
      },
      {
        what: `first crawl of ${number(pages)} pages`,
        measured: `${number(perSecond(median(crawls)))} pages/s (${spread(crawls)})`,
        promised: "1,400 pages/s",
      },
      {
        what: "ratio to the bare loop",
        measured: (median(bare) / median(crawls)).toFixed(2),
        promised: "0.55",
      },
      {
        what: "CPU of the runtime a page",
        measured: `${median(cpus).toFixed(2)} ms`,
        promised: "",
      },
    ];
  });
}

const spread = (times: readonly number[]): string =>
  `${number(perSecond(Math.max(...times)))} to ${number(perSecond(Math.min(...times)))}`;

async function rows(): Promise<Line[]> {
  return await withSite(pages, async ({ runtime, site }) => {
    const id = await addSite(runtime, `${site.address}/`);
    const first = await meteredCrawl(runtime, id);
    const answeredFirst = await answersOf(site);
    await restartSite(runtime, id);
    const again = await meteredCrawl(runtime, id);
    const answered = await answersOf(site);
    const answeredAgain = answered.whole - answeredFirst.whole;
    return [
      {
        what: `first crawl of ${number(pages)} pages: rows written a page`,
        measured: `${(first.rowsWritten / pages).toFixed(3)} (${number(first.rowsWritten)} in all)`,
        promised: "2",
      },
      {
        what: "first crawl: pages answered whole, new",
        measured: `${number(answeredFirst.whole)}, ${number(first.crawl.changes.new)}`,
        promised: "",
      },
      {
        what: "first crawl: rows read, statements",
        measured: `${number(first.rowsRead)}, ${number(first.statements)}`,
        promised: "",
      },
      {
        what: "crawled again, unchanged: rows written",
        measured: `${number(again.rowsWritten)}, ${((again.rowsWritten / pages) * 100).toFixed(2)} % of the pages`,
        promised: `${pages / 100}, 1 %`,
      },
      {
        what: "crawled again: pages answered 304, whole",
        measured: `${number(answered.notModified - answeredFirst.notModified)}, ${number(answeredAgain)}`,
        promised: `${number(pages)}, 0`,
      },
      {
        what: "crawled again: rows read, statements",
        measured: `${number(again.rowsRead)}, ${number(again.statements)}`,
        promised: "",
      },
    ];
  });
}

/**
 * A crawl whose ticks run in the bench's own Worker, which counts what they do in the
 * database.
 */
async function meteredCrawl(
  runtime: Runtime,
  id: number,
): Promise<Meter & { crawl: CrawlAnswer }> {
  const total: Meter = { statements: 0, rowsRead: 0, rowsWritten: 0 };
  const tick = async () => {
    const cost = await runtime.perform<Meter>({ do: "metered-tick" });
    for (const name of Object.keys(total) as (keyof Meter)[]) total[name] += cost[name];
  };
  const crawl = await crawlToEnd(runtime, id, { tick });
  return { ...total, crawl };
}

async function peers(): Promise<Line[]> {
  return await withSite(pages, async (bench) => {
    await earlyInTheMinute();
    const peer = await crawleeOn(bench.site);
    const own = await crawlAnew(bench);
    if (peer === null)
      return [
        {
          what: "Crawlee",
          measured: "not installed: npm install --no-save crawlee",
          promised: "",
        },
      ];
    const rate = perSecond(peer.ms, peer.pages);
    return [
      {
        what: "first crawl",
        measured: `${number(perSecond(own))} pages/s`,
        promised: "",
      },
      {
        what: "Crawlee's CheerioCrawler, six at once",
        measured: `${number(rate)} pages/s, ${number(peer.pages)} pages`,
        promised: "",
      },
      { what: "ratio", measured: (perSecond(own) / rate).toFixed(1), promised: "" },
    ];
  });
}

/**
 * Runs in a process of its own, with what it stores in memory or in a folder that is
 * removed.
 */
async function crawleeOn(site: Site): Promise<{ pages: number; ms: number } | null> {
  const folder = mkdtempSync(join(tmpdir(), "junkai-bench-"));
  const env = { ...process.env, CRAWLEE_STORAGE_DIR: folder };
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["bench/crawlee.ts", site.address],
      {
        env,
      },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as {
      pages: number;
      ms: number;
    } | null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What the Worker holds while it crawls, looked at fifty times a second. Beside it the
 * size of the whole process, database included, and that of a bare loop, in a fresh
 * runtime each: the runtime is in no hurry to give memory back.
 */
async function memory(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of [pages, manyPages]) {
    lines.push({
      what: `heap in a crawl of ${number(count)}, from the least seen (just collected) to the most`,
      measured: await heapOf(count),
      promised: "flat",
    });
    await withSite(count, async ({ runtime, site }) => {
      const id = await addSite(runtime, `${site.address}/`);
      const ms = await timed(() => crawlToEnd(runtime, id));
      await requireAll(site, count);
      const what = `process after a crawl of ${number(count)}, in ${number(ms / 1_000)} s`;
      lines.push({ what, measured: inWords(runtime.memory()), promised: "" });
    });
    await withSite(count, async ({ runtime, site }) => {
      await runtime.perform({ do: "bare-crawl", site: site.address, count });
      const what = `process after a bare loop over ${number(count)}`;
      lines.push({ what, measured: inWords(runtime.memory()), promised: "" });
    });
  }
  return lines;
}

async function heapOf(count: number): Promise<string> {
  return await withSite(
    count,
    async ({ runtime, site }) => {
      const heap = runtime.heap;
      if (heap === null) throw new Error("this runtime has no inspector");
      const id = await addSite(runtime, `${site.address}/`);
      const idle = await heap.used();
      const seen: number[] = [];
      let isOver = false;
      const watch = async () => {
        for (; !isOver; await sleep(heapEveryMs)) seen.push(await heap.used());
      };
      const watching = watch();
      await crawlToEnd(runtime, id);
      isOver = true;
      await watching;
      const later = seen.slice(seen.length >> 1);
      const range = `${megabytes(Math.min(...later))} to ${megabytes(Math.max(...later))}`;
      return `${range} in its second half; ${megabytes(idle)} before`;
    },
    await freePort(),
  );
}

const heapEveryMs = 20;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const inWords = (memory: Memory | null): string =>
  memory === null
    ? "not known on this system"
    : `${megabytes(memory.resident)}, at most ${megabytes(memory.peak)}`;

/**
 * A crawl of the site by a target that knows nothing of it yet; gives what it took, in
 * ms.
 */
async function crawlAnew({ runtime, site }: Bench): Promise<number> {
  const before = await answersOf(site);
  const id = await addSite(runtime, `${site.address}/`);
  const ms = await timed(() => crawlToEnd(runtime, id));
  await requireAll(site, pages, before.whole);
  await removeSite(runtime, id);
  return ms;
}

/** A figure of a crawl that missed pages would mean nothing. */
async function requireAll(site: Site, count: number, before = 0): Promise<void> {
  const answered = (await answersOf(site)).whole - before;
  if (answered < count)
    throw new Error(`of ${number(count)} pages the site gave ${number(answered)}`);
}

/** What the site answered so far, by its own count. */
async function answersOf(site: Site): Promise<{ whole: number; notModified: number }> {
  const answers = (await (await fetch(`${site.address}/-/answers`)).json()) as Record<
    string,
    number
  >;
  return { whole: answers["200"] ?? 0, notModified: answers["304"] ?? 0 };
}

async function withSite<T>(
  count: number,
  work: (bench: Bench) => Promise<T>,
  inspectorPort?: number,
): Promise<T> {
  const runtime = await startRuntime(inspectorPort);
  try {
    const site = await startSite("bench/linked-site.ts", String(count));
    try {
      return await work({ runtime, site });
    } finally {
      site.close();
    }
  } finally {
    await runtime.close();
  }
}

/**
 * A tick serves the minute it begins in: one that is short of time would end in
 * mid-crawl.
 */
async function earlyInTheMinute(): Promise<void> {
  const second = (Date.now() / 1_000) % 60;
  if (second > 30)
    await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1_000));
}

const parts: Record<string, () => Promise<Line[]>> = { speed, rows, peers, memory };
const usual = ["speed", "rows", "peers"];

const named = process.argv.slice(2);
for (const name of named)
  if (!(name in parts)) throw new Error(`there is no part called "${name}"`);
for (const name of named.length > 0 ? named : usual)
  printTable(name, (await parts[name]?.()) ?? []);
