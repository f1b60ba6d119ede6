// Attends to a site in a round: its slot opens a crawl, which other invocations go on
// with.

import { afterDrops, type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import { chooseSlot } from "#domain/rounds/slot-policy.ts";
import { nextOpenSlot } from "#domain/rounds/state.ts";
import { slotsOf } from "#domain/targets/target.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";
import { crawlOpening } from "./open-crawl.ts";
import type { RoundContext } from "./round-context.ts";
import { type Served, serveSlots } from "./serve-slots.ts";

/**
 * Opens a crawl for a site's slot. The slot's run is recorded when the crawl ends, which
 * makes the shard due again. Slots that come until then wait: the policy decides about
 * them afterwards.
 */
export const attendSite: Attend = async (context, span, target, state) => {
  if (target.lastCrawl?.to === null) return { ...unchanged(state), nextAt: null };
  const outcome = await serveSlots(span, target, state, async (before) =>
    serveSlot(context, target, before),
  );
  const hasOpened = outcome.news.length > 0;
  const next = hasOpened ? null : nextOpenSlot(slotsOf(target), outcome.state);
  return { ...outcome, nextAt: next };
};

function serveSlot(
  context: RoundContext,
  target: ClaimedTarget,
  before: Outcome,
): Served {
  const { lastCrawl } = target;
  const attendance = {
    cursor: before.state.cursor ?? Number.NEGATIVE_INFINITY,
    busy: lastCrawl && { from: lastCrawl.from, to: lastCrawl.to ?? 0 },
    since: attendedSince(context.since, lastCrawl?.to ?? null),
  };
  const now = context.deps.clock.now();
  const { drops, cursor, run, whole } = chooseSlot(
    slotsOf(target),
    attendance,
    now,
    context.countingLimit,
  );
  const { entries, state, news } = afterDrops(before, drops);
  const opened = run === null ? [] : [crawlOpening(target, "schedule", run)];
  return {
    outcome: { entries, state: { ...state, cursor }, news: [...news, ...opened] },
    isLast: run !== null || !whole,
  };
}

/**
 * The next tick comes about a minute after a crawl's end. Until then the site counts as
 * attended to.
 */
const untilNextTickMs = 90_000;

const attendedSince = (since: number, crawledUntil: number | null): number =>
  crawledUntil !== null && since - crawledUntil <= untilNextTickMs
    ? Math.min(since, crawledUntil)
    : since;
