// Opens a session: what one invocation holds of a crawl in memory from slice to slice.

import type { Deps } from "#deps";
import type { Allowance } from "#domain/allowance.ts";
import { connectionsFor } from "#domain/budget.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { Caution } from "#domain/sites/caution.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import {
  createDuplicateCounts,
  type DuplicateCounts,
} from "#domain/sites/duplicate-counts.ts";
import {
  createFrontier,
  type Frontier,
  loadRecorded,
} from "#domain/sites/frontier/frontier.ts";
import type { UrlRoom } from "#domain/sites/frontier/url-room.ts";
import { createLinkRoom, type LinkRoom } from "#domain/sites/link-room.ts";
import { createLinkPolicy } from "#domain/sites/links/link-policy.ts";
import type { Reader } from "#domain/sites/read-page.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { OpenRequest, Target } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import type { Quarters } from "#jobs/quarters.ts";
import { tryAgain } from "#jobs/try-again.ts";
import type { Turns } from "#jobs/turns.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import { statementsToRecordSlice } from "#store/rounds/record-crawl.ts";
import { openRequest } from "#store/secrets/request-secrets.ts";
import { readHolds } from "#store/shards/host-holds.ts";
import type { ClaimedCrawl } from "#store/sites/crawls.ts";
import { readFrontierPart } from "#store/sites/recorded-frontier.ts";
import type { HostPaces } from "./host-paces.ts";
import { openHosts } from "./session-hosts.ts";
import type { SiteRobots } from "./site-robots.ts";

export type FollowDeps = Pick<
  Deps,
  | "clock"
  | "db"
  | "fetch"
  | "fetches"
  | "handOver"
  | "log"
  | "meter"
  | "newToken"
  | "settings"
  | "statements"
  | "vault"
>;

/** What the crawls of one invocation share. */
export type FollowContext = {
  deps: FollowDeps;
  quarters: Quarters;
  traffic: Traffic;
  fetches: Allowance;
  lists: Turns;
  /** Crawls are loaded one at a time: meanwhile each takes several times its size. */
  loading: Turns;
  urls: UrlRoom;
  /**
   * No slice begins after `until`, epoch ms. Where a slice kept the next tick from going
   * on with its crawl, slices begin until `stayUntil`.
   */
  until: number;
  stayUntil: number;
  /** The platform ends the invocation then, where that is soon. Epoch ms. */
  endsBy: number | undefined;
};

export type CrawlSession = {
  deps: FollowDeps;
  token: string;
  /** Epoch ms. */
  leaseUntil: number;
  fetches: Allowance;
  /** The crawl as it was recorded last. */
  crawl: Crawl;
  /** How many claims in a row were lost before the slice under way. */
  lost: number;
  /** How carefully the slice under way goes on; null when it need not. */
  caution: Caution | null;
  target: Target;
  /** The target's request with its secrets open; a failure when they do not open. */
  opened: OpenRequest | Failure;
  reader: Reader;
  frontier: Frontier;
  robots: SiteRobots;
  paces: HostPaces;
  duplicates: DuplicateCounts;
  lists: Turns;
  /** What the pages of the slice under way lead to. */
  linkRoom: LinkRoom;
  fetch: typeof fetch;
  /** How many statements are left besides those kept back for recording. */
  spareStatements: () => number;
  /** The slice under way begins no request from here on. Epoch ms. */
  requestsUntil: number;
  /** Whether the slice under way, or the one before, has less time than it would take. */
  isCut: boolean;
  /** Until when no request may go to the start's host, epoch ms; 0 when one may. */
  heldUntil: () => number;
  /** Leaves alone those of the hosts that asked other invocations for it. */
  heedHolds: (hosts: Iterable<string>) => Promise<void>;
  /** How many URLs the site had when the session began: only these can have pages. */
  knownBefore: number;
};

/**
 * Statements kept back for a slice that has stopped reading: for recording it, and six
 * for what else may come: longer lists, the ids of pages that may be gone, the job's own.
 */
export const statementsToRecord = statementsToRecordSlice + 6;

/** Whether the invocation lasts long enough for another slice. */
export const hasTime = ({ deps, requestsUntil, isCut }: CrawlSession): boolean =>
  deps.clock.now() < requestsUntil && !isCut;

/** Whether requests are left, and statements beside those for recording. */
export const affordsMore = ({
  fetches,
  spareStatements,
}: Pick<CrawlSession, "fetches" | "spareStatements">): boolean =>
  fetches.left() > 0 && spareStatements() >= 0;

export async function openSession(
  { deps, traffic: wholeTraffic, fetches, lists }: FollowContext,
  claimed: ClaimedCrawl,
  spec: CrawlSpec,
  token: string,
): Promise<CrawlSession> {
  const { crawl, leaseUntil, target } = claimed;
  const linkRoom = createLinkRoom();
  const mayAsk = () => fetches.left() > 0 && !linkRoom.isFull();
  const traffic = limitTraffic(wholeTraffic, mayAsk);
  traffic.limit(connectionsFor(target.request.maxBodyBytes));
  const fetch = countRequests(deps.fetch, fetches);
  const frontier = await loadFrontier(deps, claimed, spec);
  const opened = await openRequest(deps.vault, target);
  return {
    deps,
    token,
    leaseUntil,
    fetches,
    crawl,
    lost: claimed.lost,
    caution: null,
    target,
    opened,
    reader: { spec, policy: createLinkPolicy(spec, target.url) },
    frontier,
    ...openHosts(deps, fetch, traffic, spec, claimed, opened),
    duplicates: createDuplicateCounts(crawl.progress.copies),
    lists,
    linkRoom,
    fetch,
    spareStatements: deps.statements.left,
    requestsUntil: never,
    isCut: false,
    heldUntil: () => traffic.heldUntil(target.host),
    heedHolds: createHeed(deps, traffic, claimed),
    knownBefore: frontier.index.size,
  };
}

async function loadFrontier(
  { clock, db }: FollowDeps,
  { recorded, crawl, leaseUntil }: ClaimedCrawl,
  spec: CrawlSpec,
): Promise<Frontier> {
  const { id, targetId, position } = crawl;
  const frontier = createFrontier(spec, { ...recorded, position }, recorded.urls);
  for (let from = recorded.next; from !== null; ) {
    const start = from;
    const part = await tryAgain(clock, leaseUntil, () =>
      readFrontierPart(db, targetId, id, start),
    );
    loadRecorded(frontier, part);
    from = part.next;
  }
  return frontier;
}

/** Asks of each host once whether it is held; the claim has told it of the start's. */
function createHeed(
  { clock, db }: FollowDeps,
  traffic: Traffic,
  { target, heldUntil }: ClaimedCrawl,
): CrawlSession["heedHolds"] {
  if (heldUntil !== null) traffic.hold(target.host, heldUntil);
  const known = new Set([target.host]);
  return async (hosts) => {
    const wanted = [...new Set(hosts).difference(known)];
    if (wanted.length === 0) return;
    const holds = await readHolds(db, wanted, clock.now());
    for (const { host, until } of holds) traffic.hold(host, until);
    for (const host of wanted) known.add(host);
  };
}

const countRequests =
  (inner: typeof fetch, fetches: Allowance): typeof fetch =>
  (input, init) => {
    fetches.spend();
    return inner(input, init);
  };

/** Starts nothing once no more may be asked for. */
const limitTraffic = (traffic: Traffic, mayAsk: () => boolean): Traffic => ({
  ...traffic,
  run: (host, startBy, task) =>
    traffic.run(host, startBy, async () => (mayAsk() ? await task() : null)),
});
