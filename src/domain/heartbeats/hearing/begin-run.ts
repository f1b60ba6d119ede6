// Begins runs of a heartbeat: says which slot a run serves that begins now. No I/O, no
// clock.
import type { OpenRun } from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import { manualSlot } from "#domain/runs/run.ts";
import { countSlots } from "#domain/schedules/slots.ts";
import { startGraceOf } from "#domain/targets/heartbeat-spec.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { ample, nextOf, skipUntil } from "./drop-slots.ts";
import { type Hearing, isHeard, moveCursor, remember } from "./hearing.ts";

/** The slot that a run serves, or what stands for it. */
export type Served = Pick<OpenRun, "slot" | "dueAt">;

/**
 * Begins a run at `at`: its slot is accounted for, and so are those before. Before the
 * anchor there are no slots.
 */
export function beginRun(hearing: Hearing, at: number): Served {
  const wasHeard = isHeard(hearing);
  const slot = at < hearing.target.anchorAt ? null : slotFor(hearing, at, wasHeard);
  if (slot !== null) {
    if (wasHeard && isCron(hearing)) skipUntil(hearing, slot - 1);
    moveCursor(hearing, slot);
  }
  hearStart(hearing, at);
  return slot === null ? extraRun(hearing, at) : { slot, dueAt: slot };
}

/** Notes that a job gave a sign of life: with the first one since its anchor slots begin. */
export function hearSign(hearing: Hearing, at: number): void {
  if (!isHeard(hearing)) hearStart(hearing, at);
}

function hearStart(hearing: Hearing, at: number): void {
  if (!isHeard(hearing)) moveCursor(hearing, Math.max(hearing.cursor, at));
  if (at <= hearing.memory.ranAt) return;
  remember(hearing, { ranAt: at });
  if (!isCron(hearing)) hearing.next = undefined;
}

/** What stands for the slot of a run outside of slots: two of them are never equal. */
export function extraRun(hearing: Hearing, at: number): Served {
  const dueAt = Math.max(manualSlot(at), hearing.memory.extraAt + 2);
  remember(hearing, { extraAt: dueAt });
  return { slot: null, dueAt };
}

const isCron = ({ target }: Hearing): boolean => target.schedule.timing.kind === "cron";

/**
 * The slot that a run serves which begins at `at`: a ping a little before its slot counts
 * for it. Null for a run outside of slots.
 */
function slotFor(hearing: Hearing, at: number, wasHeard: boolean): number | null {
  const { timing } = hearing.target.schedule;
  if (timing.kind === "cron") return cronSlotFor(hearing, at, wasHeard);
  const next = wasHeard ? nextOf(hearing, ample()) : null;
  if (!next?.found) return null;
  const early = Math.min(hearing.spec.earlyMs, timing.everyMs / 2);
  return at >= next.at - early ? next.at : null;
}

/**
 * The latest open slot of a cron expression that a run reaches. One that is still to come
 * is reached when it is nearer than the slot before.
 */
function cronSlotFor(hearing: Hearing, at: number, wasHeard: boolean): number | null {
  const { target, spec, cursor } = hearing;
  const slots = slotsOf(target);
  const longAgo = at - startGraceOf(spec) - 1;
  const after = wasHeard ? cursor : Math.max(cursor, longAgo);
  const lastUpTo = (until: number) =>
    until <= after ? null : countSlots(slots, after, until, ample()).last;
  const slot = lastUpTo(at + spec.earlyMs);
  if (slot === null || slot <= at) return slot;
  const before = lastUpTo(slot - 1);
  const isNear = slot - at <= at - (before ?? cursor);
  return isNear ? slot : before;
}
