// Adds up the slots of a calendar by what became of them.
import { type Fate, noSlots } from "#domain/statistics/summary.ts";
import type { SlotCell } from "./slot-cells.ts";

/**
 * Slots by their end, which add up to those that came due; how many of the runs failed;
 * and how many slots are not told yet.
 */
export type SlotSums = Record<Fate, number> & { failed: number; ahead: number };

export function sumUp(cells: readonly (SlotCell | null)[]): SlotSums {
  const sums = { ...noSlots(), failed: 0, ahead: 0 };
  for (const cell of cells) {
    if (cell === null) continue;
    sums[cell.fate] += 1;
    // Failed is no end of a slot, but a part of those that ran or ran late.
    if (cell.fate === "failed") sums[cell.run?.late ? "late" : "ran"] += 1;
  }
  return sums;
}

export const dueIn = ({ ran, late, skipped, missed }: SlotSums): number =>
  ran + late + skipped + missed;
