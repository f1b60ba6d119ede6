// Judges how full the database is: how it grows, when it would be full, and whether that
// asks for a warning.
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import type { KeptContents } from "./content-sizes.ts";
import { type Kept, keptAfter, mostSteps } from "./retention.ts";
import { crowdedFrom, type Shortening, shortenFrom } from "./shortening.ts";

/** How many bytes the database had, and when (epoch ms). */
export type Size = { at: number; bytes: number };

/** How the database grows, judging by the last `days` days. */
type Growth = { bytesPerDay: number; days: number };

/** Sizes of the database and of contents in it, now and in the days before. */
export type KnownSizes = {
  bytes: number;
  before: readonly Size[];
  /** Null before they were counted once. */
  contents: KeptContents | null;
  contentsBefore: readonly Size[];
  /**
   * For how many hours the oldest runs had been due for deletion when the last run of
   * `prune` came to them; 0 where it had the time to delete all. Null before it ran.
   */
  overdueHours: number | null;
  shortening: Shortening;
};

export const levels = ["ok", "warning", "critical"] as const;
type Level = (typeof levels)[number];

export type Storage = {
  bytes: number;
  limitBytes: number;
  usedShare: number;
  /** Null when too little is known. */
  growth: Growth | null;
  /** Those of them that contents have; null where there are none. */
  contents: (KeptContents & { growth: Growth | null }) | null;
  /** When the limit is reached, epoch ms; null when no such instant is known. */
  fullAt: number | null;
  level: Level;
  kept: Kept;
  /** What is kept instead, to make room; null while there is enough. */
  shortened: Kept | null;
  adapts: Adaptation;
  overdueHours: number | null;
};

/** How history is kept shorter before the database is full. */
export type Adaptation = Shortening & {
  /** From this size on. It settles here: it is kept longer only when it needs less. */
  fromBytes: number;
  /** When that size is reached, epoch ms; null when that is not known, or is past. */
  beginsAt: number | null;
  /** Whether nothing can be kept shorter. */
  isShortest: boolean;
};

/** Fewer sizes, or sizes of a shorter time, do not show how the database grows. */
const fewestSizes = 3;
const shortestMs = 2 * dayMs;
/** No growth is steady for longer than this. */
const longestOutlookMs = 3_650 * dayMs;

const warningFrom = 0.8;
const warningMs = 30 * dayMs;

/** Fits a line to the sizes (least squares). Null when too little is known. */
export function growthOf(sizes: readonly Size[]): Growth | null {
  const instants = sizes.map(({ at }) => at);
  const span = Math.max(...instants) - Math.min(...instants);
  if (sizes.length < fewestSizes || span < shortestMs) return null;
  const middle = instants.reduce((sum, at) => sum + at, 0) / instants.length;
  let covariance = 0;
  let variance = 0;
  for (const { at, bytes } of sizes) {
    const days = (at - middle) / dayMs;
    covariance += days * bytes;
    variance += days * days;
  }
  return { bytesPerDay: covariance / variance, days: Math.round(span / dayMs) };
}

/**
 * When `bytes` have grown to the limit, epoch ms; null when they do not grow, or not
 * within ten years.
 */
export function fullAtOf(
  bytes: number,
  limitBytes: number,
  growth: Growth | null,
  now: number,
): number | null {
  if (bytes >= limitBytes) return now;
  if (growth === null || growth.bytesPerDay <= 0) return null;
  const leftMs = ((limitBytes - bytes) / growth.bytesPerDay) * dayMs;
  return leftMs <= longestOutlookMs ? Math.round(now + leftMs) : null;
}

function levelOf(usedShare: number, fullAt: number | null, now: number): Level {
  if (usedShare >= crowdedFrom) return "critical";
  return usedShare >= warningFrom || (fullAt !== null && fullAt - now <= warningMs)
    ? "warning"
    : "ok";
}

/** Judges a database of `bytes`, which had the sizes `before` in the days before. */
export function judgeStorage(
  { bytes, before, contents, contentsBefore, overdueHours, shortening }: KnownSizes,
  { limitBytes, kept, now }: { limitBytes: number; kept: Kept; now: number },
): Storage {
  const usedShare = bytes / limitBytes;
  const growth = growthOf([...before, { at: now, bytes }]);
  const fullAt = fullAtOf(bytes, limitBytes, growth, now);
  const level = levelOf(usedShare, fullAt, now);
  const { steps } = shortening;
  const fromBytes = Math.ceil(limitBytes * shortenFrom);
  const adapts = {
    ...shortening,
    fromBytes,
    beginsAt: steps > 0 ? null : fullAtOf(bytes, fromBytes, growth, now),
    isShortest: steps > 0 && steps >= mostSteps(kept),
  };
  const ofContents = contents && {
    ...contents,
    growth: growthOf([...contentsBefore, contents]),
  };
  return {
    ...{ bytes, limitBytes, usedShare, growth, fullAt, level, kept },
    shortened: steps === 0 ? null : keptAfter(steps, kept),
    adapts,
    contents: ofContents,
    overdueHours,
  };
}

/** The storage in words. */
export function describeStorage(storage: Storage, now: number): string {
  const { bytes, limitBytes, usedShare } = storage;
  const used = `The database has ${sizeOf(bytes)} of ${sizeOf(limitBytes)} (${(100 * usedShare).toFixed(1)} %).`;
  return [
    used,
    describeGrowth(storage, now),
    ...describeContents(storage),
    ...describeShortening(storage, now),
    ...describeDeleting(storage),
  ].join(" ");
}

function describeContents({ contents }: Storage): string[] {
  if (contents === null) return [];
  const { bytes, growth } = contents;
  const perDay = growth?.bytesPerDay ?? 0;
  return [
    perDay > 0
      ? `Contents have ${sizeOf(bytes)} of it, and grow by ${sizeOf(perDay)} a day.`
      : `Contents have ${sizeOf(bytes)} of it.`,
  ];
}

function describeGrowth(
  { bytes, limitBytes, growth, fullAt }: Storage,
  now: number,
): string {
  if (bytes >= limitBytes) return "It is full.";
  if (growth === null) return "Too little is known yet to say how it grows.";
  const { bytesPerDay, days } = growth;
  if (bytesPerDay <= 0) return `It has not grown in the last ${days} days.`;
  const outlook =
    fullAt === null
      ? "years are left"
      : `it would be full in ${Math.round((fullAt - now) / dayMs)} days`;
  return `It has grown by ${sizeOf(bytesPerDay)} a day in the last ${days} days: ${outlook}.`;
}

function describeShortening(
  { kept, shortened, adapts, level }: Storage,
  now: number,
): string[] {
  const { fromBytes, beginsAt, isShortest } = adapts;
  if (shortened === null) {
    if (level === "ok" || beginsAt === null) return [];
    const days = Math.ceil((beginsAt - now) / dayMs);
    return [
      `Within ${days} days, from ${sizeOf(fromBytes)} on, it keeps history shorter, so that it settles there.`,
    ];
  }
  const of = (what: string, usual: number, now: number) =>
    `${what} for ${formatDuration(toHours(now))}${now < usual ? ` instead of ${formatDuration(usual)}` : ""}`;
  const runs = of("runs", kept.runsMs, shortened.runsMs);
  const hours = of("statistics of hours", kept.hoursMs, shortened.hoursMs);
  return [
    `To make room it keeps ${runs} and ${hours}.`,
    isShortest
      ? "It cannot keep them shorter: run fewer targets, or less often."
      : `It settles at ${sizeOf(fromBytes)} at most.`,
  ];
}

/** Whole hours: a step leaves fractions. */
export const toHours = (ms: number): number => ms - (ms % hourMs);

/** Going through all targets takes some hours where there are many of them. */
const usualHours = 24;

function describeDeleting({ overdueHours }: Storage): string[] {
  if (overdueHours === null || overdueHours <= usualHours) return [];
  const behind = formatDuration(overdueHours * hourMs);
  return [`Deleting is behind: the oldest runs have been due for ${behind}.`];
}

/** A size in the platform's units, in which a megabyte is a million bytes. */
function sizeOf(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9
    ? `${(bytes / 1e6).toFixed(1)} MB`
    : `${(bytes / 1e9).toFixed(1)} GB`;
}
