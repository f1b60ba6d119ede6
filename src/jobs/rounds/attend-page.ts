// Attends to a page in a round: runs its slots, each at its own instant.

import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import { type TargetState, withDrops, withRun } from "#domain/rounds/state.ts";
import { judge } from "#domain/runs/judge.ts";
import type { Entry } from "#domain/runs/run.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { runTarget } from "#jobs/runs/run-target.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attended } from "./attended.ts";
import type { RoundContext } from "./round-context.ts";
import type { Span } from "./span.ts";

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
export async function attendPage(
  context: RoundContext,
  span: Span,
  target: ClaimedTarget,
  before: TargetState,
): Promise<Attended> {
  const { clock } = context.deps;
  const slots = slotsOf(target);
  const entries: Entry[] = [];
  let state = before;
  let status = target.status;
  let turned: Attended["turned"] = null;
  const holds: Attended["holds"] = [];
  const opensAt = () => nextSlot(slots, state.cursor ?? Number.NEGATIVE_INFINITY);

  for (
    let opens = opensAt();
    opens !== null && (await span.reaches(opens));
    opens = opensAt()
  ) {
    let choice: SlotChoice | undefined;
    const attempted = await runTarget(context, target, state, () => {
      choice = chooseSlot(
        slots,
        attendanceOf(context, state),
        clock.now(),
        context.countingLimit,
      );
      return choice.run !== null;
    });
    if (choice === undefined || (choice.run !== null && attempted === null)) break;
    entries.push(...choice.drops.map((drop): Entry => ({ kind: "drop", drop })));
    state = withDrops(state, choice.drops);
    if (choice.run !== null && attempted !== null) {
      const occasion = { dueAt: choice.run, trigger: "schedule" as const, ...attempted };
      const verdict = judge(target, state, attempted.fetched, occasion);
      entries.push({ kind: "run", run: verdict.run });
      state = withRun(state, verdict, attempted.endedAt);
      const { retryAfterMs } = attempted.fetched;
      if (retryAfterMs !== null)
        holds.push({ host: target.host, until: attempted.endedAt + retryAfterMs });
      if (verdict.status !== status) {
        status = verdict.status;
        turned = { id: target.id, status, at: verdict.run.startedAt };
      }
    }
    state = { ...state, cursor: choice.cursor };
    if (!choice.whole) break;
  }
  return {
    entries,
    state,
    turned,
    holds,
    opened: [],
    nextAt: later(opensAt(), context.traffic.heldUntil(target.host)),
  };
}

function attendanceOf(context: RoundContext, state: TargetState) {
  const { last, freeAt, cursor } = state;
  return {
    cursor: cursor ?? Number.NEGATIVE_INFINITY,
    busy: last && freeAt ? { from: last.startedAt, to: freeAt } : null,
    since: context.since,
  };
}

const later = (slot: number | null, held: number) =>
  slot === null ? null : Math.max(slot, held);
