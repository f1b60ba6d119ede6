// Says when a target is looked at before its next slot, and what for. No I/O, no clock.

import type { TargetState } from "#domain/rounds/state.ts";
import type { Trigger } from "#domain/runs/run.ts";
import type { Kind, RoundTarget } from "#domain/targets/target.ts";

/** A look outside the slots. Epoch ms. */
export type Look = { at: number; trigger: Extract<Trigger, "recheck" | "confirm"> };

type Looked = Pick<RoundTarget, "requestRevision" | "extract"> & { kind: Kind };

/**
 * The first look that a target waits for: its alarm has it looked at again after a run
 * that failed, its contents after one that saw a change. A crawl is no quick look, and a job
 * that runs elsewhere cannot be looked at.
 */
export function nextLook(
  { kind, requestRevision, extract }: Looked,
  { alarm, contents, rereadAt }: Pick<TargetState, "alarm" | "contents" | "rereadAt">,
): Look | null {
  if (kind !== "page") return null;
  const recheckAt = alarm?.recheckAt ?? null;
  const isOfRequest = contents?.revision === requestRevision;
  const settleAt = isOfRequest ? contents.lookAt : null;
  const confirmAt = extract.length === 0 ? null : (rereadAt ?? settleAt);
  if (confirmAt === null)
    return recheckAt === null ? null : { at: recheckAt, trigger: "recheck" };
  return recheckAt !== null && recheckAt <= confirmAt
    ? { at: recheckAt, trigger: "recheck" }
    : { at: confirmAt, trigger: "confirm" };
}
