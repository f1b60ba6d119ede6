// How far apart requests to one host are, adapted to how it copes (as Heritrix's and
// Scrapy's throttles do): never closer than asked for, never closer than the host takes
// to answer, and much further apart once it says "too many".

/** What is remembered of a host. */
export type Pace = {
  /** How long it takes to answer, smoothed, ms. */
  answerMs: number;
  /** Added to the gap since it last complained, ms. */
  penaltyMs: number;
  /** When it last answered. Epoch ms. */
  at: number;
  /** What its robots.txt asked for when that was last known, ms. */
  crawlDelayMs?: number;
  /** The status of its last answer, if that asked for patience. */
  complaint?: number;
};

export const freshPace: Pace = { answerMs: 0, penaltyMs: 0, at: 0 };

const smoothing = 0.2;
const firstPenaltyMs = 1_000;
const mostPenaltyMs = 60_000;
/** A penalty shrinks with each good answer: it is halved after about seven. */
const forgiveness = 0.9;

/** An answer, when it came and after how long; `complains` means 429 or 503. */
export type Echo = { at: number; tookMs: number; complains: boolean };

/** The pace after an answer. */
export function adapt(
  { answerMs, penaltyMs }: Pace,
  { at, tookMs, complains }: Echo,
): Pace {
  const penalty = complains
    ? Math.min(mostPenaltyMs, Math.max(firstPenaltyMs, penaltyMs * 2))
    : penaltyMs * forgiveness;
  return {
    answerMs: Math.round(
      answerMs === 0 ? tookMs : answerMs + smoothing * (tookMs - answerMs),
    ),
    penaltyMs: Math.floor(penalty),
    at,
  };
}

/** robots.txt files ask for absurd delays; this is the longest that is honoured. */
const mostCrawlDelayMs = 30_000;

/**
 * Between the starts of two requests, ms. `delayMs` is what the target asks for; 0 means
 * that its owner minds no speed, so then only complaints count. `crawlDelayMs` is what
 * robots.txt asks for.
 */
export function gapMs(
  { answerMs, penaltyMs }: Pace,
  delayMs: number,
  crawlDelayMs: number | null,
): number {
  const asked = Math.max(delayMs, Math.min(crawlDelayMs ?? 0, mostCrawlDelayMs));
  return (asked === 0 ? 0 : Math.max(asked, answerMs)) + penaltyMs;
}
