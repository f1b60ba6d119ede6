// Attends to a site in a round: its slot opens a crawl, which other invocations go on
// with.

import { afterDrops, unchanged } from "#domain/rounds/outcome.ts";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import { nextOpenSlot, type TargetState } from "#domain/rounds/state.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { crawlOpening } from "#jobs/sites/open-crawl.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";
import type { RoundContext } from "./round-context.ts";

/**
 * Opens a crawl for a site's slot. The slot's run is recorded when the crawl ends, which
 * makes the shard due again. Slots that come until then wait: the policy decides about
 * them afterwards.
 */
export const attendSite: Attend = async (context, span, target, before) => {
  if (target.lastCrawl?.to === null) return { ...unchanged(before), nextAt: null };
  const slots = slotsOf(target);
  let outcome = unchanged(before);
  for (
    let slot = nextOpenSlot(slots, outcome.state);
    slot !== null && (await span.waitFor(slot));
    slot = nextOpenSlot(slots, outcome.state)
  ) {
    const { drops, cursor, run, whole } = choose(context, target, outcome.state);
    const { entries, state, news } = afterDrops(outcome, drops);
    outcome = { entries, state: { ...state, cursor }, news };
    if (run !== null) {
      const opening = crawlOpening(target, "schedule", run);
      return { ...outcome, news: [opening], nextAt: null };
    }
    if (!whole) break;
  }
  return { ...outcome, nextAt: nextOpenSlot(slots, outcome.state) };
};

function choose(
  context: RoundContext,
  target: ClaimedTarget,
  state: TargetState,
): SlotChoice {
  const { lastCrawl } = target;
  const attendance = {
    cursor: state.cursor ?? Number.NEGATIVE_INFINITY,
    busy: lastCrawl && { from: lastCrawl.from, to: lastCrawl.to ?? 0 },
    since: attendedSince(context.since, lastCrawl?.to ?? null),
  };
  const now = context.deps.clock.now();
  return chooseSlot(slotsOf(target), attendance, now, context.countingLimit);
}

/**
 * The tick that follows a crawl's end comes within a minute: between them nobody was
 * away.
 */
const untilNextTickMs = 90_000;

const attendedSince = (since: number, crawledUntil: number | null): number =>
  crawledUntil !== null && since - crawledUntil <= untilNextTickMs
    ? Math.min(since, crawledUntil)
    : since;
