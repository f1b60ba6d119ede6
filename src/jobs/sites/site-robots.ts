// Finds out what robots.txt says, for the origins of a crawl: from the database while it
// is fresh, otherwise by asking anew.

import type { Deps } from "#deps";
import { type Failure, isSilence } from "#domain/runs/failure.ts";
import type { OriginRules } from "#domain/sites/robots/origin-rules.ts";
import { parseRobots } from "#domain/sites/robots/robots.ts";
import type { RequestSpec } from "#domain/targets/target.ts";
import { fetchRobots, type RobotsAnswer } from "#net/sites/fetch-robots.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
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
  /** Further headers of a request to an origin. */
  headersFor: (origin: string) => Pick<RequestSpec, "headers" | "secretHeaders">;
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
  learned: StoredRobots[];
};

export function createSiteRobots(context: RobotsContext): SiteRobots {
  const agent = /^[A-Za-z_-]+/.exec(context.userAgent)?.[0] ?? "*";
  const state: State = { ...context, agent, known: new Map(), learned: [] };
  return {
    prepare: (origins, startBy) => prepare(state, origins, startBy),
    of: (origin) => (isFresh(state, origin) ? (state.known.get(origin) ?? null) : null),
    takeLearned() {
      const { learned } = state;
      state.learned = [];
      return learned;
    },
  };
}

const isFresh = ({ deps, known }: State, origin: string): boolean =>
  (known.get(origin)?.expiresAt ?? 0) > deps.clock.now();

async function prepare(
  state: State,
  origins: readonly string[],
  startBy: number,
): Promise<void> {
  const wanted = origins.filter((origin) => !isFresh(state, origin));
  if (wanted.length === 0) return;
  const rows = await readRobots(state.deps.db, wanted);
  const stored = new Map(rows.map((robots) => [robots.origin, robots]));
  for (const robots of rows) learn(state, robots, null);
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
  const { deps, fetch, userAgent, traffic, gapOf, headersFor } = state;
  const { clock, settings } = deps;
  const pageDeps = { fetch, clock, policy: settings.addresses, userAgent };
  const { host } = new URL(origin);
  if (gapOf) traffic.pace(host, gapOf(host));
  const answer = await traffic.run(host, startBy, () =>
    fetchRobots(pageDeps, origin, headersFor(origin)),
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

function learn(
  { known, agent }: State,
  { verdict, body, origin, expiresAt }: StoredRobots,
  failure: Failure | null,
): void {
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
