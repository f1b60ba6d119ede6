// Measures how many pages a second a first crawl reads, beside a bare loop.
import { type Line, median, number, timed } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { crawlAnew, pages, perSecond, withSite } from "./bench-site.ts";

export async function speed(): Promise<Line[]> {
  const rounds = 5;
  return await withSite(pages, async (bench) => {
    const { runtime, site } = bench;
    const bare: number[] = [];
    const crawls: number[] = [];
    const cpus: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await earlyInTheMinute(30);
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
      },
      {
        what: `first crawl of ${number(pages)} pages`,
        measured: `${number(perSecond(median(crawls)))} pages/s (${spread(crawls)})`,
        aim: "1,400 pages/s",
      },
      {
        what: "ratio to the bare loop",
        measured: (median(bare) / median(crawls)).toFixed(2),
        aim: "0.55",
      },
      {
        what: "CPU of the runtime a page",
        measured: `${median(cpus).toFixed(2)} ms`,
      },
    ];
  });
}

const spread = (times: readonly number[]): string =>
  `${number(perSecond(Math.max(...times)))} to ${number(perSecond(Math.min(...times)))}`;
