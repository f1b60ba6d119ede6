// Says how far apart requests to one host are, adapted to how the host copes (as the
// throttles of Heritrix and Scrapy do): never closer than asked for, never closer than
// the host takes to answer, and much further apart once it answers "too many requests".

/** What is remembered of a host. */
export type Pace = {
  /** How long it takes to answer, smoothed, ms. */
  answerMs: number;
  /** Added to the gap between requests since the host last complained, ms. */
  penaltyMs: number;
  /** When it last answered. Epoch ms. */
  at: number;
  /** What its robots.txt asked for when that was last known, ms. */
  crawlDelayMs?: number;
  /** The status of its last answer, if that asked for fewer requests. */
  complaint?: number;
};

export const freshPace: Pace = { answerMs: 0, penaltyMs: 0, at: 0 };

/** Whether a status asks for fewer requests. */
export const isComplaint = (status: number | null): boolean =>
  status === 429 || status === 503;

const smoothing = 0.2;
const firstPenaltyMs = 1_000;
const mostPenaltyMs = 60_000;
/** A penalty shrinks with each good answer: it is halved after about seven. */
const forgiveness = 0.9;

/** When an answer came and after how long; `complains`: its status is a complaint. */
export type AnswerTiming = { at: number; tookMs: number; complains: boolean };

/** Gives the pace after an answer. */
export function adapt(
  { answerMs, penaltyMs }: Pace,
  { at, tookMs, complains }: AnswerTiming,
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
 * The gap between the starts of two requests, ms. `delayMs` is what the target asks for;
 * with 0 its owner allows any speed, and only complaints count. `crawlDelayMs` is what
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
