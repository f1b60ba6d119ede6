// Measures how many pages a second a tick checks, beside a bare loop.
import type { Repeated } from "#bench/comparing/repeated.ts";
import { timed } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { type Runtime, startSite } from "#bench/runtime.ts";
import { noon, seedTargets } from "./part.ts";

const count = 1_000;
const perSecond = (ms: number) => (count / ms) * 1_000;

export const checks: Repeated<"bare" | "checks" | "ratio" | "cpu"> = {
  figures: {
    bare: {
      what: "bare loop: fetch and SHA-256, six at once",
      unit: "pages/s",
      digits: 0,
      better: null,
    },
    checks: {
      what: "1,000 due targets, one tick",
      unit: "checks/s",
      digits: 0,
      better: "more",
      aim: "2,500 checks/s",
    },
    ratio: {
      what: "ratio to the bare loop",
      unit: "",
      digits: 2,
      better: "more",
      aim: "0.70",
    },
    cpu: {
      what: "CPU of the runtime a check",
      unit: "ms",
      digits: 2,
      better: "less",
      aim: "0.40 ms",
    },
  },
  async begin(runtime) {
    const site = await startSite();
    await seedTargets(runtime, { count, site: site.address, dueAt: 0, anchorAt: noon });
    return { once: () => measure(runtime, site.address), end: site.close };
  },
};

async function measure(runtime: Runtime, site: string) {
  await earlyInTheMinute(40);
  const before = await servedBy(site);
  const bare = perSecond(await timed(() => runtime.perform({ do: "bare", site, count })));
  await runtime.perform({ do: "rearm", anchorAt: Date.now() - 1_000 });
  const cpuBefore = runtime.cpuMs() ?? Number.NaN;
  const checks = perSecond(await timed(() => runtime.tick()));
  const cpu = ((runtime.cpuMs() ?? Number.NaN) - cpuBefore) / count;
  const served = (await servedBy(site)) - before;
  if (served < 2 * count)
    throw new Error(`of ${2 * count} pages, ${served} were asked for`);
  return { bare, checks, ratio: checks / bare, cpu };
}

/** How many pages the site gave so far, by its own count. */
const servedBy = async (site: string): Promise<number> =>
  Number(await (await fetch(`${site}/served`)).text());
