// Compares a crawl with that of another crawler.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Line, number } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import type { Site } from "#bench/runtime.ts";
import { crawlAnew, pages, perSecond, withSite } from "./bench-site.ts";

export async function peers(): Promise<Line[]> {
  return await withSite(pages, async (bench) => {
    await earlyInTheMinute(30);
    const peer = await crawleeOn(bench.site);
    const own = await crawlAnew(bench);
    if (peer === null)
      return [
        {
          what: "Crawlee",
          measured: "not installed: npm install --no-save crawlee",
        },
      ];
    const rate = perSecond(peer.ms, peer.pages);
    return [
      {
        what: "first crawl",
        measured: `${number(perSecond(own))} pages/s`,
      },
      {
        what: "Crawlee's CheerioCrawler, six at once",
        measured: `${number(rate)} pages/s, ${number(peer.pages)} pages`,
      },
      { what: "ratio", measured: (perSecond(own) / rate).toFixed(1) },
    ];
  });
}

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
