// Makes the targets of a soak: each a document for the API, and the grid of its slots.
import type { Grid } from "#soak/account.ts";
import type { Chance } from "#soak/chance.ts";
import type { Hosts, Manner } from "./hosts.ts";

export type SoakTarget = {
  number: number;
  key: string;
  kind: "page" | "site";
  grid: Grid;
  document: Record<string, unknown>;
};

const minuteMs = 60_000;

/** Retries of a page's run: a run makes one request more at most. */
export const retries = 1;

const cronGrids: Readonly<Record<string, number>> = {
  "*/15 * * * * *": 15_000,
  "* * * * *": minuteMs,
  "*/2 * * * *": 2 * minuteMs,
};

/** One in five every five seconds, one in three by cron, one in fifty a site. */
export function makeTarget(number: number, hosts: Hosts, chance: Chance): SoakTarget {
  const kind = number % 50 === 49 ? "site" : "page";
  const manner: Manner =
    kind === "site"
      ? "site"
      : chance.oneOf([
          "well",
          "well",
          "well",
          "slow",
          "failing",
          "redirecting",
          "patient",
        ]);
  const { timing, grid } =
    kind === "site" ? every(2 * minuteMs, chance) : anyTiming(chance);
  const overlap = chance.oneOf(["buffer-one", "buffer-one", "keep-latest", "skip"]);
  return {
    number,
    key: `soak-${number}`,
    kind,
    grid,
    document: {
      kind,
      url: hosts.addressOf(number, manner),
      name: `Target ${number}`,
      schedule: { ...timing, overlap },
      ...(kind === "page"
        ? { request: { timeout: "5s", retries } }
        : { crawl: { delay: "0s" } }),
    },
  };
}

type Timed = { timing: Record<string, unknown>; grid: Grid };

function anyTiming(chance: Chance): Timed {
  if (chance.next() < 1 / 3) {
    const cron = chance.oneOf(Object.keys(cronGrids));
    return { timing: { cron }, grid: { periodMs: cronGrids[cron] ?? 0, offsetMs: 0 } };
  }
  return every(chance.next() < 0.3 ? 5_000 : minuteMs, chance);
}

/** With a start the slots are whole intervals from it, and no hash of an id. */
function every(periodMs: number, chance: Chance): Timed {
  const hourAgo = Date.now() - 60 * minuteMs;
  const offsetMs = hourAgo - (hourAgo % minuteMs) + chance.below(60) * 1_000;
  const startAt = new Date(offsetMs).toISOString();
  return {
    timing: { every: `${periodMs / 1_000}s`, startAt },
    grid: { periodMs, offsetMs },
  };
}
