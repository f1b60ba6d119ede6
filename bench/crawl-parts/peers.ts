// Compares a crawl with that of another crawler.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { spreadInWords, spreadOf } from "#bench/comparing/spread.ts";
import type { Line } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import type { Site } from "#bench/runtime.ts";
import { crawlAnew, pages, perSecond, withSite } from "./bench-site.ts";

/** Fewer than of other figures: the other crawler takes half a minute. */
const repetitions = 3;

/** Pages a second, of each repetition. */
type Pairs = { own: number[]; peer: number[] };

export async function peers(): Promise<Line[]> {
  return await withSite(pages, async (bench) => {
    const { own, peer }: Pairs = { own: [], peer: [] };
    // Warms up: the runtime of the other crawler is a new one each time, as it always is.
    await crawlAnew(bench);
    while (own.length < repetitions) {
      const other = await crawleeOn(bench.site);
      if (other === null) return [notInstalled];
      peer.push(perSecond(other.ms, other.pages));
      await earlyInTheMinute(30);
      own.push(perSecond(await crawlAnew(bench)));
    }
    const ratios = own.map((rate, i) => rate / (peer[i] ?? Number.NaN));
    return [
      { what: "first crawl", measured: spreadInWords(spreadOf(own), 0, "pages/s") },
      {
        what: "Crawlee's CheerioCrawler, six at once",
        measured: spreadInWords(spreadOf(peer), 0, "pages/s"),
      },
      { what: "ratio", measured: spreadInWords(spreadOf(ratios), 1), aim: "6" },
    ];
  });
}

const notInstalled: Line = {
  what: "Crawlee",
  measured: "not installed: npm install --no-save crawlee",
};

/**
 * Runs Crawlee in a process of its own. Crawlee stores in memory, or in a folder that is
 * removed afterwards.
 */
async function crawleeOn(site: Site): Promise<{ pages: number; ms: number } | null> {
  const folder = mkdtempSync(join(tmpdir(), "junkai-bench-"));
  const env = { ...process.env, CRAWLEE_STORAGE_DIR: folder };
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["bench/crawlee.ts", site.address],
      { env },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as {
      pages: number;
      ms: number;
    } | null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
