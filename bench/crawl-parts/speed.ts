// Measures how many pages a second a first crawl reads, beside a bare loop.
import type { Repeated } from "#bench/comparing/repeated.ts";
import { timed } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { startSite } from "#bench/runtime.ts";
import { crawlAnew, pages, perSecond } from "./bench-site.ts";

export const speed: Repeated<"bare" | "crawl" | "ratio" | "cpu"> = {
  figures: {
    bare: {
      what: "bare loop: fetch, SHA-256 and links, six at once",
      unit: "pages/s",
      digits: 0,
      better: null,
    },
    crawl: {
      what: `first crawl of ${pages.toLocaleString("en")} pages`,
      unit: "pages/s",
      digits: 0,
      better: "more",
      aim: "1,400 pages/s",
    },
    ratio: {
      what: "ratio to the bare loop",
      unit: "",
      digits: 2,
      better: "more",
      aim: "0.70",
    },
    cpu: {
      what: "CPU of the runtime a page",
      unit: "ms",
      digits: 2,
      better: "less",
    },
  },
  async begin(runtime) {
    const site = await startSite("bench/sites/linked-site.ts", String(pages));
    const once = async () => {
      await earlyInTheMinute(30);
      const asked = { do: "bare-crawl", site: site.address, count: pages };
      const bare = perSecond(await timed(() => runtime.perform(asked)));
      const cpuBefore = runtime.cpuMs() ?? Number.NaN;
      const crawl = perSecond(await crawlAnew({ runtime, site }));
      const cpu = ((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / pages;
      return { bare, crawl, ratio: crawl / bare, cpu };
    };
    return { once, end: site.close };
  },
};
