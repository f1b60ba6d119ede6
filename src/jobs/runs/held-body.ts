// Holds of an answer's body what judging it needs: nothing, unless the target has steps or
// conditions, or the status is a failure.
import {
  heldForConditions,
  heldForEvidence,
  heldForReadings,
  needs,
} from "#domain/conditions/judge-conditions.ts";
import { judgeStatus } from "#domain/runs/judging/judge-status.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { ignorePart, join, type TakePart } from "#net/fetching/read-body.ts";

export type HeldBody = {
  /** Chooses what takes the body of an answer. */
  take(response: Response): TakePart;
  /** What was held of the last answer's body; null where nothing was. */
  bytes(): Uint8Array | null;
};

/** What decides how much of a body is held. */
type Holding = Pick<RoundTarget, "expect" | "extract">;

export function createHeldBody(target: Holding): HeldBody {
  let parts: Uint8Array[] | null = null;
  return {
    take(response) {
      parts = null;
      let left = bytesToHold(target, response.status);
      if (left === 0) return ignorePart;
      const held: Uint8Array[] = [];
      parts = held;
      return (part) => {
        if (left === 0) return;
        // A copy, unless all of it is wanted: the rest is not to be held as well.
        const wanted = part.byteLength <= left ? part : part.slice(0, left);
        held.push(wanted);
        left -= wanted.byteLength;
      };
    },
    bytes: () => parts && join(parts),
  };
}

function bytesToHold({ expect, extract }: Holding, status: number): number {
  if (needs(expect.conditions, "body")) return heldForConditions;
  const isFailure = judgeStatus(expect, { status, notModified: status === 304 }) !== null;
  if (extract.length > 0 && !isFailure) return heldForReadings;
  return isFailure || expect.conditions.length > 0 ? heldForEvidence : 0;
}
