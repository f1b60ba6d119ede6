// Makes the targets of simulated days: most of them seldom due, some every minute.
import type { Grid } from "#soak/account.ts";
import type { Chance, Weighted } from "#soak/chance.ts";

export type DayTarget = {
  number: number;
  kind: "page" | "site";
  grid: Grid;
  document: Record<string, unknown>;
};

/** Retries of a page's run. */
export const retries = 1;

const minuteMs = 60_000;

/** How many minutes lie between slots, by how many in a hundred targets; an hour for the rest. */
const periods: readonly Weighted<number>[] = [
  [2, 1],
  [8, 5],
  [10, 10],
  [30, 15],
];
const sitesInThousand = 5;

export function makeDayTarget(number: number, now: number, chance: Chance): DayTarget {
  const kind = number % 1_000 < sitesInThousand ? "site" : "page";
  const minutes = kind === "site" ? 60 : (chance.weighted(periods, 100) ?? 60);
  const isCron = minutes < 60 && chance.next() < 0.3;
  const offsetMs = isCron ? 0 : now - (now % minuteMs) - chance.below(7_200) * 1_000;
  const timing = isCron
    ? { cron: `*/${minutes} * * * *` }
    : { every: `${minutes}m`, startAt: new Date(offsetMs).toISOString() };
  const overlap = chance.oneOf(["buffer-one", "keep-latest", "skip", "buffer-all"]);
  const manner = chance.oneOf([...wellBehaved, "slow", "failing", "patient"]);
  const host = `host${number % 50}.example.com`;
  return {
    number,
    kind,
    grid: { periodMs: minutes * minuteMs, offsetMs },
    document: {
      kind,
      url: `https://${host}/${kind === "site" ? "site" : manner}/${number}`,
      key: `day-${number}`,
      schedule: { ...timing, overlap },
      ...(kind === "page" && { request: { timeout: "10s", retries } }),
      ...(number % 3 === 0 && { extract: [{ text: true }] }),
    },
  };
}

const wellBehaved = Array.from({ length: 20 }, () => "well");
