// Says how a heartbeat stands in Healthchecks' words: what is expected of it next, and
// whether that is late. No I/O, no clock.
import { createAllowance } from "#domain/allowance.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { nextSlotLooks } from "#domain/schedules/slots.ts";
import {
  heartbeatSpecOf,
  runMaxOf,
  startGraceOf,
} from "#domain/targets/heartbeat-spec.ts";
import type { Target } from "#domain/targets/target.ts";
import { searchHeartbeatSlot } from "./hearing/heartbeat-slots.ts";

/** grace: its slot is over, and its grace is not. */
export type CheckStatus = "new" | "up" | "grace" | "down" | "paused";

export type Check = Pick<
  Target,
  "id" | "anchorAt" | "schedule" | "status" | "enabled" | "heartbeat"
>;

type CheckMemory = Pick<TargetState, "cursor" | "heartbeat">;

/**
 * The slot whose run is expected next; null before its first ping, and where there is
 * none any more. Epoch ms.
 */
export function expectedSlot(check: Check, memory: CheckMemory): number | null {
  if (!check.enabled) return null;
  try {
    const next = searchHeartbeatSlot(check, memory, createAllowance(nextSlotLooks));
    return next?.found ? next.at : null;
  } catch (error) {
    // A zone that the runtime no longer knows: nothing is expected of such a heartbeat.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function checkStatus(check: Check, memory: CheckMemory, now: number): CheckStatus {
  if (!check.enabled) return "paused";
  const spec = heartbeatSpecOf(check);
  const open = memory.heartbeat?.open ?? [];
  if (open.some(({ aliveAt }) => now >= aliveAt + runMaxOf(spec))) return "down";
  if (check.status === "new" || check.status === "down") return check.status;
  const slot = expectedSlot(check, memory);
  if (slot === null || now < slot) return "up";
  return now < slot + startGraceOf(spec) ? "grace" : "down";
}

/** When its last run under way began; null where none is. Epoch ms. */
export const startedAt = ({ heartbeat }: CheckMemory): number | null =>
  heartbeat?.open.at(-1)?.startedAt ?? null;

/**
 * From when on it is late, which Healthchecks calls its next ping: from its slot, or from
 * the start of a run that has not ended. Null while nothing is waited for. Epoch ms.
 */
export function nextPingAt(check: Check, memory: CheckMemory, now: number) {
  const status = checkStatus(check, memory, now);
  if (status === "paused" || status === "down") return null;
  const slot = status === "new" ? null : expectedSlot(check, memory);
  const waited = [slot, startedAt(memory)].filter((at) => at !== null);
  return waited.length === 0 ? null : Math.min(...waited);
}
