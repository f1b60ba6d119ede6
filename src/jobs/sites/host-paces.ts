// How a crawl treats each host: no faster than it copes with, and left alone while it is
// down. Wraps traffic, which knows nothing of answers.

import type { Failure } from "#domain/runs/failure.ts";
import { isSilence } from "#domain/runs/failure.ts";
import { adapt, freshPace, gapMs, type Pace } from "#domain/sites/pace.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { PageResult } from "#net/fetching/fetch-page.ts";
import type { Traffic } from "#net/traffic/traffic.ts";

export type HostPaces = {
  /**
   * Fetches when it is the host's turn; null when that does not come by `startBy`, or the
   * host is down.
   */
  run(
    host: string,
    startBy: number,
    fetch: () => Promise<PageResult>,
  ): Promise<PageResult | null>;
  /** Whether it has answered in this session, and the last time as well. */
  isHeard(host: string): boolean;
  /** Whether it was silent so often in a row that it is left alone. */
  isDown(host: string): boolean;
  /**
   * Whether it is there: if that is not known, `ask` finds out, once for all who want to
   * know.
   */
  isThere(
    host: string,
    startBy: number,
    ask: () => Promise<PageResult>,
  ): Promise<boolean>;
  /** Why a host is left alone; null when it is not. */
  trouble(host: string): Failure | null;
  /** Until when hosts asked to be left alone. */
  holds(): { host: string; until: number }[];
  /** What is to be remembered of hosts. */
  known(): Record<string, Pace>;
  /** Between two requests to a host, ms. */
  gap(host: string): number;
};

export type PacesOptions = {
  clock: Clock;
  traffic: Traffic;
  /** What the target asks for. */
  delayMs: number;
  /** What a host's robots.txt asks for, ms. */
  crawlDelayOf: (host: string) => number | null;
  known: Readonly<Record<string, Pace>>;
};

/** A host that is silent so often in a row is down until it is known to be there. */
const mostFailures = 5;
/** Of which something is kept from one slice to the next: those asked last. */
const mostHosts = 50;

export function createHostPaces(options: PacesOptions): HostPaces {
  const { clock, traffic, delayMs, crawlDelayOf } = options;
  const paces = new Map(Object.entries(options.known));
  const heard = new Set<string>();
  /** Since they last answered. */
  const silent = new Map<string, { times: number; trouble: Failure }>();
  /** Those that were silent when they were asked whether they are there. */
  const mute = new Set<string>();
  const questions = new Map<string, Promise<unknown>>();
  const held = new Map<string, number>();

  // At the start of a session robots.txt has not been looked at.
  const delayOf = (host: string) =>
    crawlDelayOf(host) ?? paces.get(host)?.crawlDelayMs ?? null;
  const gap = (host: string) =>
    gapMs(paces.get(host) ?? freshPace, delayMs, delayOf(host));
  // Whoever was here before may have asked a moment ago.
  for (const [host, { at }] of paces) traffic.hold(host, at + gap(host));

  const isDown = (host: string) =>
    mute.has(host) || (silent.get(host)?.times ?? 0) >= mostFailures;
  const isHeard = (host: string) => heard.has(host) && !silent.has(host);

  function learn(host: string, page: PageResult): void {
    const complains = page.status === 429 || page.status === 503;
    const at = clock.now();
    const tookMs = page.firstByteMs + page.bodyMs;
    const pace = adapt(paces.get(host) ?? freshPace, { at, tookMs, complains });
    const crawlDelayMs = delayOf(host);
    const complaint = complains || page.retryAfterMs !== null ? page.status : null;
    paces.set(host, {
      ...pace,
      ...(crawlDelayMs !== null && { crawlDelayMs }),
      ...(complaint !== null && { complaint }),
    });
    traffic.pace(host, gap(host));
    if (complaint !== null) {
      const until = at + Math.max(page.retryAfterMs ?? 0, pace.penaltyMs);
      traffic.hold(host, until);
      held.set(host, until);
    }
    const { failure } = page;
    if (failure !== null && isSilence(failure)) {
      silent.set(host, { times: (silent.get(host)?.times ?? 0) + 1, trouble: failure });
      return;
    }
    heard.add(host);
    silent.delete(host);
    mute.delete(host);
  }

  async function onTheWire(
    host: string,
    startBy: number,
    fetch: () => Promise<PageResult>,
    isWelcome: () => boolean,
  ): Promise<PageResult | null> {
    traffic.pace(host, gap(host));
    return await traffic.run(host, startBy, async () => {
      if (!isWelcome()) return null;
      const page = await fetch();
      learn(host, page);
      return page;
    });
  }

  async function question(
    host: string,
    startBy: number,
    ask: () => Promise<PageResult>,
  ): Promise<void> {
    const page = await onTheWire(host, startBy, ask, () => !isHeard(host));
    questions.delete(host);
    if (page !== null && !isHeard(host)) mute.add(host);
  }

  return {
    gap,
    isHeard,
    isDown,
    run: async (host, startBy, fetch) =>
      isDown(host) ? null : await onTheWire(host, startBy, fetch, () => !isDown(host)),
    async isThere(host, startBy, ask) {
      if (isHeard(host) || mute.has(host)) return isHeard(host);
      const asked = questions.get(host) ?? question(host, startBy, ask);
      questions.set(host, asked);
      await asked;
      return isHeard(host);
    },
    trouble(host) {
      if (isDown(host)) return silent.get(host)?.trouble ?? null;
      const { complaint, at } = paces.get(host) ?? freshPace;
      // Others may have been asked for patience, and have left a longer hold than ours.
      const isHeld =
        traffic.heldUntil(host) >
        (complaint === undefined ? at + gap(host) : clock.now());
      return isHeld
        ? { class: "status", status: complaint ?? 429, expected: "an answer" }
        : null;
    },
    holds: () =>
      [...held]
        .map(([host, until]) => ({ host, until }))
        .filter(({ until }) => until > clock.now()),
    known: () =>
      Object.fromEntries(
        [...paces].toSorted(([, a], [, b]) => b.at - a.at).slice(0, mostHosts),
      ),
  };
}
