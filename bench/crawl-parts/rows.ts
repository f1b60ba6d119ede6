// Counts the rows and statements of a first crawl, and of a second one without changes.
import { type Line, number } from "#bench/figures.ts";
import type { Runtime } from "#bench/runtime.ts";
import { addSite, type CrawlAnswer, crawlToEnd } from "#bench/site-crawl.ts";
import type { Meter } from "#store/db.ts";
import { answersOf, pages, withSite } from "./bench-site.ts";

export async function rows(): Promise<Line[]> {
  return await withSite(pages, async ({ runtime, site }) => {
    const id = await addSite(runtime, `${site.address}/`);
    const first = await meteredCrawl(runtime, id);
    const answeredFirst = await answersOf(site);
    const again = await meteredCrawl(runtime, id);
    const answered = await answersOf(site);
    const wholeAgain = answered.whole - answeredFirst.whole;
    const notModified = answered.notModified - answeredFirst.notModified;
    const writtenShare = (again.rowsWritten / pages) * 100;
    const writtenPerPage = first.rowsWritten / pages;
    return [
      {
        what: `first crawl of ${number(pages)} pages: rows written a page`,
        measured: `${writtenPerPage.toFixed(3)} (${number(first.rowsWritten)} in all)`,
        aim: "2",
      },
      {
        what: "first crawl: pages answered whole, new",
        measured: `${number(answeredFirst.whole)}, ${number(first.crawl.changes.new)}`,
      },
      {
        what: "first crawl: rows read, statements",
        measured: `${number(first.rowsRead)}, ${number(first.statements)}`,
      },
      {
        what: "crawled again, unchanged: rows written",
        measured: `${number(again.rowsWritten)}, ${writtenShare.toFixed(2)} % of the pages`,
        aim: `${pages / 100}, 1 %`,
      },
      {
        what: "crawled again: pages answered 304, whole",
        measured: `${number(notModified)}, ${number(wholeAgain)}`,
        aim: `${number(pages)}, 0`,
      },
      {
        what: "crawled again: rows read, statements",
        measured: `${number(again.rowsRead)}, ${number(again.statements)}`,
      },
    ];
  });
}

/**
 * Crawls with ticks in the bench's own Worker, which counts what the ticks do in the
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
