// A site's slots in a round: each opens a crawl, which other invocations go on with.

import { chooseSlot } from "#domain/rounds/slot-policy.ts";
import { type TargetState, withDrops } from "#domain/rounds/state.ts";
import type { Entry } from "#domain/runs/run.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { laneOf } from "#domain/sites/links/site-scope.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import { slotsOf } from "#domain/targets/target.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Opening } from "#store/sites/crawls.ts";
import { type Attended, unattended } from "./attended.ts";
import type { RoundContext } from "./round-context.ts";
import type { Span } from "./span.ts";

/**
 * Opens a crawl for a site's slot. Its run is recorded when the crawl ends, which makes
 * the shard due again; until then the slots that come wait, and the policy decides about
 * them afterwards.
 */
export async function attendSite(
  context: RoundContext,
  span: Span,
  target: ClaimedTarget,
  crawl: CrawlSpec,
  before: TargetState,
): Promise<Attended> {
  const { lastCrawl, id: targetId, requestRevision } = target;
  if (lastCrawl?.to === null) return unattended(before);
  const slots = slotsOf(target);
  const entries: Entry[] = [];
  let state = before;
  const opensAt = () => nextSlot(slots, state.cursor ?? Number.NEGATIVE_INFINITY);
  for (
    let opens = opensAt();
    opens !== null && (await span.reaches(opens));
    opens = opensAt()
  ) {
    const busy = lastCrawl && { from: lastCrawl.from, to: lastCrawl.to ?? 0 };
    const since = attendedSince(context.since, lastCrawl?.to ?? null);
    const attendance = { cursor: state.cursor ?? Number.NEGATIVE_INFINITY, busy, since };
    const choice = chooseSlot(
      slots,
      attendance,
      context.deps.clock.now(),
      context.countingLimit,
    );
    entries.push(...choice.drops.map((drop): Entry => ({ kind: "drop", drop })));
    state = { ...withDrops(state, choice.drops), cursor: choice.cursor };
    if (choice.run !== null) {
      const lane = laneOf(crawl, target.url);
      const opening: Opening = {
        targetId,
        lane,
        trigger: "schedule",
        dueAt: choice.run,
        requestRevision,
      };
      return { ...unattended(state), entries, opened: [opening] };
    }
    if (!choice.whole) break;
  }
  return { ...unattended(state), entries, nextAt: opensAt() };
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
