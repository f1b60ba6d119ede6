// Tells whether everything ran: how many slots of all targets came due, and what became
// of them.
import type { Counts } from "#domain/counts.ts";
import type { RoundCounts } from "#domain/rounds/round-counts.ts";
import { hourMs } from "#domain/time/instants.ts";

/**
 * What became of the slots that rounds accounted for: ran, late, skipped and missed add up
 * to those that came due. Failed ones are among those that ran or ran late. A site's slot
 * that opened a crawl is one of `crawls`, and of no other fate.
 */
export type SlotLedger = Pick<
  RoundCounts,
  "ran" | "late" | "skipped" | "missed" | "failed" | "crawls"
> & {
  /** Of those that ran or ran late and did not fail. */
  degraded: number;
  /** From when they are counted, epoch ms: later than asked for where no more is kept. */
  since: number;
  due: number;
  /** When the last tick made rounds, epoch ms; null before the first. */
  lastTickAt: number | null;
};

/** The job's counts up to some hour: all that it ever did. */
export type JobTotals = { hour: number; finishedAt: number; totals: Counts };

export type KeptTotals = {
  /** The last ones there are. */
  last: JobTotals | null;
  /** The last ones from before the window; null where none are kept. */
  before: Pick<JobTotals, "totals"> | null;
  /** Where there are none: what was counted before the first hour that is kept. */
  first: { hour: number; totals: Counts } | null;
};

export function slotLedgerOf(
  { last, before, first }: KeptTotals,
  fromHour: number,
): SlotLedger {
  const base = before?.totals ?? first?.totals ?? {};
  const of = (name: string) =>
    Math.max(0, (last?.totals[`items.${name}`] ?? 0) - (base[`items.${name}`] ?? 0));
  const slots = {
    ran: of("ran"),
    late: of("late"),
    skipped: of("skipped"),
    missed: of("missed"),
  };
  const firstHour = before === null ? Math.max(fromHour, first?.hour ?? 0) : fromHour;
  return {
    since: firstHour * hourMs,
    due: slots.ran + slots.late + slots.skipped + slots.missed,
    ...slots,
    failed: of("failed"),
    degraded: of("degraded"),
    crawls: of("crawls"),
    lastTickAt: last?.finishedAt ?? null,
  };
}
