// What happened for one slot, and what became of the slots that did not run. Plain data.
import type { Failure } from "./failure.ts";

export type Trigger = "schedule" | "manual";

/** What a run saw; mostly the same from one run to the next, which is what a block's encoding lives on. */
export type Sighting = {
  status: number | null;
  bytes: number;
  redirects: number;
  /** Where redirects led; null when the target's own URL answered. */
  finalUrl: string | null;
  contentType: string | null;
  /** SHA-256 of the decoded body, lower-case hex. */
  contentHash: string | null;
  failure: Failure | null;
};

/** Identity: (targetId, dueAt). Times are epoch ms, durations ms. */
export type Run = Sighting & {
  targetId: number;
  dueAt: number;
  /** When its first attempt began. */
  startedAt: number;
  /** Of the last attempt, which is the one recorded: until its answer began, and from there to its end. */
  firstByteMs: number;
  bodyMs: number;
  /** How many attempts it took. */
  attempts: number;
  trigger: Trigger;
  /** Started later than the schedule's grace allows. */
  late: boolean;
  notModified: boolean;
};

/** `count` slots from `firstAt` to `lastAt`, all in one hour, that ended without a run. */
export type Drop = {
  targetId: number;
  /** skipped: an overlapping run was in the way. missed: nobody served it in time. */
  fate: "skipped" | "missed";
  count: number;
  firstAt: number;
  lastAt: number;
};

export type Entry = { kind: "run"; run: Run } | { kind: "drop"; drop: Drop };

export const hourMs = 3_600_000;
/** The hour a slot is kept under, counted from the Unix epoch. */
export const hourOf = (at: number): number => Math.floor(at / hourMs);

export const unseen: Sighting = {
  status: null,
  bytes: 0,
  redirects: 0,
  finalUrl: null,
  contentType: null,
  contentHash: null,
  failure: null,
};

/** Slots by fate, and failed runs. A manual run serves no slot. */
export function countEntries(entries: readonly Entry[]) {
  const counts = { ran: 0, late: 0, skipped: 0, missed: 0, failed: 0 };
  for (const entry of entries) {
    if (entry.kind === "drop") counts[entry.drop.fate] += entry.drop.count;
    else {
      if (entry.run.trigger === "schedule") counts[entry.run.late ? "late" : "ran"] += 1;
      if (entry.run.failure !== null) counts.failed += 1;
    }
  }
  return counts;
}
