// Finds out what robots.txt says, for the origins of a crawl: from the database while it
// is fresh, otherwise by asking anew.

import type { Deps } from "#deps";
import { type Failure, isSilence } from "#domain/runs/failure.ts";
import type { OriginRules } from "#domain/sites/robots/origin-rules.ts";
import { parseRobots } from "#domain/sites/robots/robots.ts";
import type { OpenRequest } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import { fetchRobots, type RobotsAnswer } from "#net/sites/fetch-robots.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import { isOpen } from "#store/secrets/request-secrets.ts";
import { readRobots, type StoredRobots } from "#store/sites/robots.ts";

export type SiteRobots = {
  /** Finds out about these origins, as far as their turn comes before `startBy`. */
  prepare(origins: readonly string[], startBy: number): Promise<void>;
  /** Null for an origin whose turn has not come. */
  of(origin: string): OriginRules | null;
  /** What was learned since the last call, to be stored. */
  takeLearned(): StoredRobots[];
};

type RobotsContext = {
  deps: Pick<Deps, "clock" | "db" | "settings">;
  fetch: typeof fetch;
  traffic: Traffic;
  userAgent: string;
  /** The request of the target; a failure when its secrets do not open. */
  opened: OpenRequest | Failure;
  /** Further headers of a request to an origin. */
  headersFor: (
    opened: OpenRequest,
    origin: string,
  ) => Pick<OpenRequest, "headers" | "secretHeaders">;
  /**
   * The gap between a request for robots.txt and the next request to that host, ms.
   * Without it traffic's own gap holds.
   */
  gapOf?: (host: string) => number;
};

/**
 * How old a stored copy may be that stands in for a file that cannot be had. RFC 9309 2.4
 * allows such a copy.
 */
const staleMs = 24 * 3_600_000;

type State = RobotsContext & {
  /** The product token without a version (RFC 9309 2.2.1). */
  agent: string;
  known: Map<string, OriginRules>;
  /** How many bytes the files have whose rules are held. */
  heldBytes: number;
  /** Whether no more rules have room until what was learned is taken. */
  isFull: boolean;
  learned: StoredRobots[];
};

/**
 * How many bytes of files are held at once, as rules: at least one file, whatever its
 * size. Rules take up to thirty times as much memory as their file.
 */
const mostBytes = 512_000;

export function createSiteRobots(context: RobotsContext): SiteRobots {
  const agent = /^[A-Za-z_-]+/.exec(context.userAgent)?.[0] ?? "*";
  const nothing = { known: new Map(), heldBytes: 0, isFull: false, learned: [] };
  const state: State = { ...context, agent, ...nothing };
  return {
    prepare: (origins, startBy) => prepare(state, origins, startBy),
    of: (origin) => (isFresh(state, origin) ? (state.known.get(origin) ?? null) : null),
    takeLearned() {
      const { learned } = state;
      state.learned = [];
      if (state.isFull) forget(state);
      return learned;
    },
  };
}

/** Forgets all rules: those that are needed again are read from the database. */
function forget(state: State): void {
  state.known.clear();
  state.heldBytes = 0;
  state.isFull = false;
}

const isFresh = ({ deps, known }: State, origin: string): boolean =>
  (known.get(origin)?.expiresAt ?? 0) > deps.clock.now();

async function prepare(
  state: State,
  origins: readonly string[],
  startBy: number,
): Promise<void> {
  const wanted = origins.filter((origin) => !isFresh(state, origin));
  if (wanted.length === 0 || state.isFull) return;
  const rows = await readRobots(state.deps.db, wanted, mostBytes);
  const stored = new Map(rows.map((robots) => [robots.origin, robots]));
  for (const robots of rows) learn(state, robots, null);
  // Further files may be stored, but had no room to be read.
  if (rows.reduce((sum, { body }) => sum + body.length, 0) >= mostBytes)
    state.isFull = true;
  if (state.isFull) return;
  const stale = wanted.filter((origin) => !isFresh(state, origin));
  await Promise.all(
    stale.map((origin) => ask(state, origin, stored.get(origin), startBy)),
  );
}

async function ask(
  state: State,
  origin: string,
  stored: StoredRobots | undefined,
  startBy: number,
): Promise<void> {
  const { deps, fetch, userAgent, traffic, gapOf, headersFor, opened } = state;
  const { clock, settings } = deps;
  if (!isOpen(opened)) {
    // It is no fault of the origin: for other targets nothing is learned of that.
    state.known.set(origin, { unavailable: opened, expiresAt: never });
    return;
  }
  const pageDeps = { fetch, clock, policy: settings.addresses, userAgent };
  const { host } = new URL(origin);
  if (gapOf) traffic.pace(host, gapOf(host));
  const answer = await traffic.run(host, startBy, async () =>
    state.isFull ? null : await fetchRobots(pageDeps, origin, headersFor(opened, origin)),
  );
  if (answer === null) return;
  const latest = latestOf(origin, answer, stored, clock.now());
  state.learned.push(latest);
  learn(state, latest, answer.failure);
}

/** What to store after an answer: an old copy stays while the file cannot be had. */
function latestOf(
  origin: string,
  { verdict, body, ageMs }: RobotsAnswer,
  stored: StoredRobots | undefined,
  now: number,
): StoredRobots {
  const expiresAt = now + ageMs;
  const isUsable = stored?.verdict === "rules" && stored.fetchedAt > now - staleMs;
  return verdict === "unavailable" && isUsable
    ? { ...stored, expiresAt }
    : { origin, verdict, body, fetchedAt: now, expiresAt };
}

/** Holds an origin's rules, if they have room. */
function learn(
  state: State,
  { verdict, body, origin, expiresAt }: StoredRobots,
  failure: Failure | null,
): void {
  const { known, agent, heldBytes } = state;
  state.isFull ||= heldBytes > 0 && heldBytes + body.length > mostBytes;
  if (state.isFull) return;
  state.heldBytes += body.length;
  known.set(
    origin,
    verdict === "rules"
      ? { rules: parseRobots(body, agent), expiresAt }
      : { unavailable: whyUnavailable(origin, failure), expiresAt },
  );
}

/** Names a silent host's own failure: it says more than that robots.txt is missing. */
function whyUnavailable(origin: string, failure: Failure | null): Failure {
  if (failure !== null && isSilence(failure)) return failure;
  const status = failure?.class === "status" ? `: the status is ${failure.status}` : "";
  return {
    class: "blocked",
    by: "robots",
    url: origin,
    detail: `its robots.txt cannot be had${status}`,
  };
}
