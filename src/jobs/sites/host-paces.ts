// Treats each host of a crawl with care: asks no faster than the host copes with, and
// leaves it alone while it is down. Wraps traffic, which knows nothing of answers.

import type { Failure } from "#domain/runs/failure.ts";
import {
  type HostAnswers,
  isDown,
  isHeard,
  noAnswers,
  noteAnswer,
} from "#domain/sites/host-answers.ts";
import { adapt, freshPace, gapMs, isComplaint, type Pace } from "#domain/sites/pace.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { PageResult } from "#net/fetching/page.ts";
import type { Traffic } from "#net/traffic/traffic.ts";

type FetchOnce = () => Promise<PageResult>;

export type HostPaces = {
  /**
   * Fetches when it is the host's turn. Null when the turn does not come by `startBy`, or
   * the host is down.
   */
  run(host: string, startBy: number, fetch: FetchOnce): Promise<PageResult | null>;
  /** Whether a host has answered in this session, its last request included. */
  isHeard(host: string): boolean;
  /** Whether a host is left alone because it was silent too often in a row. */
  isDown(host: string): boolean;
  /**
   * Whether a host answers. If that is not known, `ask` finds out, once for all who want
   * to know.
   */
  isThere(host: string, startBy: number, ask: FetchOnce): Promise<boolean>;
  /** Why a host is left alone; null when it is not. */
  trouble(host: string): Failure | null;
  /** Hosts that asked to be left alone, and until when. */
  holds(): { host: string; until: number }[];
  /** The paces to remember from one slice to the next. */
  known(): Record<string, Pace>;
  /** The gap between two requests to a host, ms. */
  gap(host: string): number;
};

type PacesOptions = {
  clock: Clock;
  traffic: Traffic;
  /** The gap that the target asks for. */
  delayMs: number;
  /** What a host's robots.txt asks for, ms. */
  crawlDelayOf: (host: string) => number | null;
  known: Readonly<Record<string, Pace>>;
};

/** How many hosts' paces are kept from slice to slice: those of the hosts asked last. */
const mostHosts = 50;

type State = Omit<PacesOptions, "known"> & {
  paces: Map<string, Pace>;
  answers: HostAnswers;
  /** Requests under way that find out whether a host answers. */
  questions: Map<string, Promise<void>>;
  /** Hosts that asked to be left alone, and until when. */
  held: Map<string, number>;
};

export function createHostPaces({ known, ...options }: PacesOptions): HostPaces {
  const paces = new Map(Object.entries(known));
  const answers = noAnswers();
  const state = { ...options, paces, answers, questions: new Map(), held: new Map() };
  // The last slice may have asked a moment ago.
  for (const [host, { at }] of paces) state.traffic.hold(host, at + gapOf(state, host));
  return {
    gap: (host) => gapOf(state, host),
    isHeard: (host) => isHeard(answers, host),
    isDown: (host) => isDown(answers, host),
    run: async (host, startBy, fetch) =>
      isDown(answers, host)
        ? null
        : await fetchInTurn(state, host, startBy, fetch, () => !isDown(answers, host)),
    isThere: (host, startBy, ask) => findOut(state, host, startBy, ask),
    trouble: (host) => troubleOf(state, host),
    holds: () => holdsOf(state),
    known: () => latestPaces(paces),
  };
}

const paceOf = ({ paces }: State, host: string): Pace => paces.get(host) ?? freshPace;

/** Falls back on the last slice's: robots.txt is not read yet as a session starts. */
const crawlDelayOf = (state: State, host: string): number | null =>
  state.crawlDelayOf(host) ?? state.paces.get(host)?.crawlDelayMs ?? null;

const gapOf = (state: State, host: string): number =>
  gapMs(paceOf(state, host), state.delayMs, crawlDelayOf(state, host));

/** Fetches in the host's turn, if it is still wanted then, and learns from the answer. */
async function fetchInTurn(
  state: State,
  host: string,
  startBy: number,
  fetch: FetchOnce,
  isWanted: () => boolean,
): Promise<PageResult | null> {
  const { traffic, answers } = state;
  traffic.pace(host, gapOf(state, host));
  return await traffic.run(host, startBy, async () => {
    if (!isWanted()) return null;
    const page = await fetch();
    adaptPace(state, host, page);
    noteAnswer(answers, host, page.failure);
    return page;
  });
}

function adaptPace(state: State, host: string, page: PageResult): void {
  const { clock, traffic, paces, held } = state;
  const complains = isComplaint(page.status);
  const at = clock.now();
  const tookMs = page.firstByteMs + page.bodyMs;
  const pace = adapt(paceOf(state, host), { at, tookMs, complains });
  const crawlDelayMs = crawlDelayOf(state, host);
  const complaint = complains || page.retryAfterMs !== null ? page.status : null;
  paces.set(host, {
    ...pace,
    ...(crawlDelayMs !== null && { crawlDelayMs }),
    ...(complaint !== null && { complaint }),
  });
  traffic.pace(host, gapOf(state, host));
  if (complaint === null) return;
  const until = at + Math.max(page.retryAfterMs ?? 0, pace.penaltyMs);
  traffic.hold(host, until);
  held.set(host, until);
}

async function findOut(
  state: State,
  host: string,
  startBy: number,
  ask: FetchOnce,
): Promise<boolean> {
  const { answers, questions } = state;
  if (isHeard(answers, host) || answers.mute.has(host)) return isHeard(answers, host);
  const asked = questions.get(host) ?? askOnce(state, host, startBy, ask);
  questions.set(host, asked);
  await asked;
  return isHeard(answers, host);
}

async function askOnce(
  state: State,
  host: string,
  startBy: number,
  ask: FetchOnce,
): Promise<void> {
  const { answers, questions } = state;
  const isWanted = () => !isHeard(answers, host);
  const page = await fetchInTurn(state, host, startBy, ask, isWanted);
  questions.delete(host);
  if (page !== null && isWanted()) answers.mute.add(host);
}

function troubleOf(state: State, host: string): Failure | null {
  const { clock, traffic, answers } = state;
  if (isDown(answers, host)) return answers.silent.get(host)?.trouble ?? null;
  const { complaint, at } = paceOf(state, host);
  // The host may have complained to another crawl, whose hold is longer than this one's.
  const ownHoldEnds = complaint === undefined ? at + gapOf(state, host) : clock.now();
  return traffic.heldUntil(host) > ownHoldEnds
    ? { class: "status", status: complaint ?? 429, expected: "an answer" }
    : null;
}

const holdsOf = ({ held, clock }: State): { host: string; until: number }[] =>
  [...held]
    .map(([host, until]) => ({ host, until }))
    .filter(({ until }) => until > clock.now());

const latestPaces = (paces: ReadonlyMap<string, Pace>): Record<string, Pace> =>
  Object.fromEntries(
    [...paces].toSorted(([, a], [, b]) => b.at - a.at).slice(0, mostHosts),
  );
