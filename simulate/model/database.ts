// Simulates a database: one thread, which does one call after another.
import type { DatabaseCost } from "#simulate/measured.ts";
import type { Assumptions } from "./scenario.ts";
import type { Timeline } from "./timeline.ts";

export type Database = {
  /** Has a call done: `happen` is what it does there, `answered` what follows here. */
  ask(cost: DatabaseCost, happen: () => void, answered: () => void): void;
  /** What was asked since the last time this was called. */
  takeUse(): DatabaseUse;
};

export type DatabaseUse = {
  rowsRead: number;
  rowsWritten: number;
  busyMs: number;
  /** The longest that a call has waited for its turn. */
  longestWaitMs: number;
};

const unused: DatabaseUse = { rowsRead: 0, rowsWritten: 0, busyMs: 0, longestWaitMs: 0 };

export function createDatabase(
  timeline: Timeline,
  { databaseTripMs, databaseWriteMs, databaseSlowness }: Assumptions,
): Database {
  let freeAt = 0;
  let use = { ...unused };
  return {
    ask({ rowsRead, rowsWritten, ms }, happen, answered) {
      const comesAt = timeline.now() + databaseTripMs / 2;
      const beginsAt = Math.max(comesAt, freeAt);
      const durationMs = ms * databaseSlowness + (rowsWritten > 0 ? databaseWriteMs : 0);
      freeAt = beginsAt + durationMs;
      use.rowsRead += rowsRead;
      use.rowsWritten += rowsWritten;
      use.busyMs += durationMs;
      use.longestWaitMs = Math.max(use.longestWaitMs, beginsAt - comesAt);
      const answeredAt = freeAt + databaseTripMs / 2;
      timeline.at(freeAt, () => {
        happen();
        timeline.at(answeredAt, answered);
      });
    },
    takeUse() {
      const taken = use;
      use = { ...unused };
      return taken;
    },
  };
}

/** What a call costs that is about so many shards, or other things. */
export const costOf = (
  { base, each }: { base: DatabaseCost; each: DatabaseCost },
  count: number,
): DatabaseCost => ({
  rowsRead: Math.max(0, base.rowsRead + count * each.rowsRead),
  rowsWritten: base.rowsWritten + count * each.rowsWritten,
  ms: Math.max(0, base.ms + count * each.ms),
});
