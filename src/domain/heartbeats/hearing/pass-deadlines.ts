// Ends the slots and the runs of a heartbeat whose time is over, in the order of time. No
// I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import type { OpenRun } from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import {
  type HeartbeatSpec,
  runMaxOf,
  startGraceOf,
} from "#domain/targets/heartbeat-spec.ts";
import { ample, dropUntil, nextOf } from "./drop-slots.ts";
import { endOverdue } from "./end-run.ts";
import { type Hearing, isHeard, remember } from "./hearing.ts";

/** When an open run must have ended. Time before the anchor does not count. Epoch ms. */
export const deadlineOf = (
  { target, spec }: { target: Pick<Hearing["target"], "anchorAt">; spec: HeartbeatSpec },
  { aliveAt }: OpenRun,
): number => Math.max(aliveAt, target.anchorAt) + runMaxOf(spec);

/** Ends what is over by `until`. False when the looks were used up first. */
export function passDeadlines(
  hearing: Hearing,
  until: number,
  looks: Allowance = hearing.looks,
): boolean {
  for (;;) {
    const overdue = firstOverdue(hearing);
    const at = overdue === null ? null : deadlineOf(hearing, overdue);
    const isRunNext = at !== null && at <= until;
    const isWhole = passSlots(hearing, isRunNext ? at : until, looks);
    if (!isWhole) return false;
    if (overdue === null || !isRunNext) return true;
    endOverdue(hearing, overdue, at);
    remember(hearing, { heardAt: Math.max(hearing.memory.heardAt, at) });
  }
}

/** The open run that must end first. */
const firstOverdue = (hearing: Hearing): OpenRun | null =>
  hearing.memory.open.reduce<OpenRun | null>(
    (first, run) =>
      first === null || deadlineOf(hearing, run) < deadlineOf(hearing, first)
        ? run
        : first,
    null,
  );

/**
 * Drops the slots whose run has not begun by `until`. A slot during which another run was
 * under way is skipped.
 */
function passSlots(hearing: Hearing, until: number, looks: Allowance): boolean {
  if (!isHeard(hearing)) return true;
  const limit = until - startGraceOf(hearing.spec);
  const next = nextOf(hearing, looks);
  if (next === null || next.at > limit) return true;
  const isWhole = dropUntil(hearing, limit, looks, {
    since: Math.min(...hearing.memory.open.map(({ startedAt }) => startedAt)),
    busy: hearing.memory.busy,
  });
  const passedAt = hearing.cursor + startGraceOf(hearing.spec);
  remember(hearing, { heardAt: Math.max(hearing.memory.heardAt, passedAt) });
  return isWhole;
}

/** When the next slot or run is over unless a ping comes; null for never. Epoch ms. */
export function nextDeadline(hearing: Hearing): number | null {
  const { memory, spec } = hearing;
  const ends = memory.open.map((run) => deadlineOf(hearing, run));
  const next = isHeard(hearing) ? nextOf(hearing, ample()) : null;
  if (next !== null) ends.push(next.at + startGraceOf(spec));
  return ends.length === 0 ? null : Math.min(...ends);
}
