// Attends to a site in a round: its slot opens a crawl, which other invocations go on
// with.

import { afterDrops, unchanged } from "#domain/rounds/outcome.ts";
import { chooseSlot } from "#domain/rounds/slot-policy.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { crawlOpening } from "#jobs/rounds/open-crawl.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { afterChoice, type Served, serveSlots } from "#jobs/rounds/serve-slots.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";

/**
 * Opens a crawl for a site's slot. The slot's run is recorded when the crawl ends, which
 * makes the shard due again. Slots that come until then wait: the policy decides about
 * them afterwards.
 */
export const attendSite: Attend = async (context, span, target, state) => {
  if (target.lastCrawl?.to === null) return { ...unchanged(state), nextAt: null };
  const outcome = await serveSlots(context, span, target, state, {
    serve: async (before) => serveSlot(context, target, before),
  });
  const hasOpened = outcome.news.length > 0;
  // The crawl begins once the round is recorded: its neighbours' later slots can wait.
  if (hasOpened) span.close();
  return { ...outcome, nextAt: hasOpened ? null : outcome.nextAt };
};

function serveSlot(context: RoundContext, target: ClaimedTarget, before: Served): Served {
  const { lastCrawl } = target;
  const absence = {
    busy: lastCrawl && { from: lastCrawl.from, to: lastCrawl.to ?? 0 },
    since: attendedSince(context.since, lastCrawl?.to ?? null),
  };
  const choice = chooseSlot(
    slotsOf(target),
    before.place,
    absence,
    context.deps.clock.now(),
    context.looks,
  );
  const outcome = afterDrops(before.outcome, choice.drops);
  if (choice.run !== null)
    outcome.news.push(crawlOpening(target, "schedule", choice.run));
  const served = afterChoice(outcome, choice);
  return { ...served, isLast: served.isLast || choice.run !== null };
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
