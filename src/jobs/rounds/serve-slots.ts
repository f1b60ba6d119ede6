// Serves a target's open slots, one after another, as long as a round goes on.
import { type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import { nextOpenSlot, type TargetState } from "#domain/rounds/state.ts";
import { type RoundTarget, slotsOf } from "#domain/targets/target.ts";
import type { RoundSpan } from "./round-span.ts";

/** What has come of a target's slots so far, and whether that was the last for now. */
export type Served = { outcome: Outcome; isLast: boolean };

/** Calls `serve` at the instant of each open slot, until `serve` says it is the last. */
export async function serveSlots(
  span: RoundSpan,
  target: RoundTarget,
  state: TargetState,
  serve: (before: Outcome) => Promise<Served>,
): Promise<Outcome> {
  const slots = slotsOf(target);
  let served: Served = { outcome: unchanged(state), isLast: false };
  while (!served.isLast) {
    const slot = nextOpenSlot(slots, served.outcome.state);
    if (slot === null || !(await span.waitFor(slot))) break;
    served = await serve(served.outcome);
  }
  return served.outcome;
}
