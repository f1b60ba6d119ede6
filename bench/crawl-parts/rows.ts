// Counts the rows and statements of a first crawl, and of a second one without changes.
import { type Line, number } from "#bench/figures.ts";
import type { Runtime } from "#bench/runtime.ts";
import { addSite, type CrawlAnswer, crawlToEnd, restartSite } from "#bench/site-crawl.ts";
import type { Meter } from "#store/db.ts";
import { answersOf, pages, withSite } from "./bench-site.ts";

export async function rows(): Promise<Line[]> {
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
