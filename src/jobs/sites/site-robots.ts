// What robots.txt says, for the origins of a crawl: from the database while it is fresh,
// else asked for anew.
import type { Deps } from "#deps";
import type { Failure } from "#domain/runs/failure.ts";
import { isSilence } from "#domain/runs/failure.ts";
import { parseRobots, type Robots } from "#domain/sites/robots/robots.ts";
import { fetchRobots } from "#net/sites/fetch-robots.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import { readRobots, type StoredRobots } from "#store/sites/robots.ts";

/**
 * An origin's rules; or why nobody knows them, and until when that is taken for granted.
 */
export type OriginRules =
  | { rules: Robots; expiresAt: number }
  | { unavailable: Failure; expiresAt: number };

export type SiteRobots = {
  /**
   * Sees to it that `of` knows these origins, as far as their turn comes before
   * `startBy`.
   */
  prepare(origins: readonly string[], startBy: number): Promise<void>;
  /** Null for an origin whose turn has not come. */
  of(origin: string): OriginRules | null;
  /** What was learned since the last time, to be stored. */
  news(): StoredRobots[];
};

export type RobotsContext = {
  deps: Pick<Deps, "clock" | "db" | "settings">;
  fetch: typeof fetch;
  traffic: Traffic;
  userAgent: string;
  /** What else a request to an origin says. */
  headersFor: (origin: string) => Readonly<Record<string, string>>;
  /**
   * Between a request for robots.txt and the next one to that host, ms; what traffic says
   * unless given.
   */
  gapOf?: (host: string) => number;
};

/**
 * A copy that can still be used when the file cannot be had: RFC 9309 2.4 allows for it.
 */
const staleMs = 24 * 3_600_000;

export function createSiteRobots(context: RobotsContext): SiteRobots {
  const { deps, fetch, traffic, userAgent, headersFor, gapOf } = context;
  const { clock, db, settings } = deps;
  // RFC 9309 2.2.1: the product token, without a version.
  const agent = /^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? "*";
  const known = new Map<string, OriginRules>();
  let learned: StoredRobots[] = [];

  const isFresh = (origin: string) => (known.get(origin)?.expiresAt ?? 0) > clock.now();

  function learn(
    { verdict, body, origin, expiresAt }: StoredRobots,
    failure: Failure | null,
  ): void {
    known.set(
      origin,
      verdict === "rules"
        ? { rules: parseRobots(body, agent), expiresAt }
        : { unavailable: reasonFor(origin, failure), expiresAt },
    );
  }

  async function ask(
    origin: string,
    old: StoredRobots | undefined,
    startBy: number,
  ): Promise<void> {
    const pageDeps = { fetch, clock, policy: settings.addresses, userAgent };
    const { host } = new URL(origin);
    if (gapOf) traffic.pace(host, gapOf(host));
    const answer = await traffic.run(host, startBy, () =>
      fetchRobots(pageDeps, origin, headersFor(origin)),
    );
    if (answer === null) return;
    const now = clock.now();
    const expiresAt = now + answer.ageMs;
    const isUsable = old?.verdict === "rules" && old.fetchedAt > now - staleMs;
    const latest: StoredRobots =
      answer.verdict === "unavailable" && isUsable
        ? { ...old, expiresAt }
        : {
            origin,
            verdict: answer.verdict,
            body: answer.body,
            fetchedAt: now,
            expiresAt,
          };
    learned.push(latest);
    learn(latest, answer.failure);
  }

  return {
    async prepare(origins, startBy) {
      const wanted = origins.filter((origin) => !isFresh(origin));
      if (wanted.length === 0) return;
      const stored = new Map(
        (await readRobots(db, wanted)).map((robots) => [robots.origin, robots]),
      );
      for (const robots of stored.values()) learn(robots, null);
      const stale = wanted.filter((origin) => !isFresh(origin));
      await Promise.all(stale.map((origin) => ask(origin, stored.get(origin), startBy)));
    },
    of: (origin) => (isFresh(origin) ? (known.get(origin) ?? null) : null),
    news() {
      const news = learned;
      learned = [];
      return news;
    },
  };
}

/**
 * Why an origin's rules are not known: a host that is silent says more than that it has
 * no rules.
 */
function reasonFor(origin: string, failure: Failure | null): Failure {
  if (failure !== null && isSilence(failure)) return failure;
  const status = failure?.class === "status" ? `: the status is ${failure.status}` : "";
  return {
    class: "blocked",
    by: "robots",
    url: origin,
    detail: `its robots.txt cannot be had${status}`,
  };
}
