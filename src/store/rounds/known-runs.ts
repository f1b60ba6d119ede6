// Says what a round knows of the blocks to which it appends: the part, and the
// last runs that are certain to stand in it.
import { sealableBefore } from "#domain/runs/encoding/block.ts";
import { type Entry, slotOf } from "#domain/runs/run.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { KnownPart } from "#store/runs/append-entries.ts";
import type { RunsByHour } from "#store/shards/known-parts.ts";
import type { ClaimedShard } from "./claim-shards.ts";

/** A batch takes effect sooner than this after it was put together. */
const sealMarginMs = 60_000;

/**
 * The first hour whose block is certain to be there. Slots can wait beyond
 * their hour, for a host that asked to be left alone: by then the hour's block
 * may be sealed and gone.
 */
export const firstOpenHour = (now: number): number => sealableBefore(now + sealMarginMs);

/** Gives what was remembered of a shard's blocks when the shard was claimed. */
export const knownPartsOf =
  ({ state, parts }: ClaimedShard, now: number) =>
  (hour: number): KnownPart => {
    const remembered = parts[hour];
    return {
      part: remembered?.part ?? 0,
      lastRunOf(targetId) {
        const last = state[targetId]?.last;
        const isThere =
          hour >= firstOpenHour(now) &&
          last !== undefined &&
          hourOf(last.dueAt) === hour &&
          (remembered === undefined || remembered.targets.includes(targetId));
        return isThere ? last : undefined;
      },
    };
  };

/** The targets that ran on schedule, by the hour of their slots. */
export function runsByHour(entries: readonly Entry[]): RunsByHour {
  const ran = new Map<number, Set<number>>();
  for (const entry of entries) {
    if (entry.kind === "drop") continue;
    const hour = hourOf(slotOf(entry));
    ran.set(hour, (ran.get(hour) ?? new Set()).add(entry.run.targetId));
  }
  return ran;
}
