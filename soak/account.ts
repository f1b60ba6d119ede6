// Compares what the ledger tells of a target with the slots that its schedule has. Knows
// schedules as plain grids and uses no code of the project, which is what is on trial.

/** The slots are all instants that lie whole periods from the offset. */
export type Grid = { periodMs: number; offsetMs: number };

/**
 * A stretch of time in which a target was enabled. A request that turns it on or off takes
 * effect between its sending and its answer, so slots are possible a little longer than
 * they are due.
 */
export type Stretch = {
  possibleFrom: number;
  dueFrom: number;
  dueTo: number;
  possibleTo: number;
};

/** What became of a slot, or of a row of slots. */
export type Fate =
  | { kind: "run"; dueAt: number }
  | { kind: "drop"; firstAt: number; lastAt: number; count: number };

export type Account = {
  expected: number;
  accounted: number;
  /** Slots that were due just before a pause, which withdraws what has not run yet. */
  withdrawn: number;
  lost: number[];
  doubled: number[];
  /** Runs at instants that are no slots, and drops that count more or fewer than lie there. */
  unexpected: number[];
};

/** A slot waits no longer than this for a round, even when ticks are killed. */
const longestWaitMs = 5 * 60_000;

/** Accounts for the slots up to and including `until`. */
export function accountFor(
  grid: Grid,
  stretches: readonly Stretch[],
  fates: readonly Fate[],
  until: number,
): Account {
  const lastTold = Math.max(until, ...fates.map(endOf));
  const possible = new Set(
    stretches.flatMap((one) =>
      slotsIn(grid, one.possibleFrom, Math.min(one.possibleTo, lastTold)),
    ),
  );
  const covers = new Map<number, number>();
  const unexpected: number[] = [];
  for (const fate of fates) {
    const slots = coveredBy(fate, grid).filter((slot) => possible.has(slot));
    for (const slot of slots) covers.set(slot, (covers.get(slot) ?? 0) + 1);
    if (!isPlausible(fate, slots, grid, stretches)) unexpected.push(startOf(fate));
  }
  const lost: number[] = [];
  let expected = 0;
  let withdrawn = 0;
  for (const stretch of stretches) {
    const due = slotsIn(grid, stretch.dueFrom, Math.min(stretch.dueTo, until));
    const lastCovered =
      due.findLast((slot) => covers.has(slot)) ?? Number.NEGATIVE_INFINITY;
    const isWithdrawn = (slot: number) =>
      stretch.dueTo < until &&
      slot > Math.max(lastCovered, stretch.dueTo - longestWaitMs);
    const open = due.filter((slot) => !covers.has(slot));
    expected += due.length;
    withdrawn += open.filter(isWithdrawn).length;
    lost.push(...open.filter((slot) => !isWithdrawn(slot)));
  }
  const doubled = [...covers].flatMap(([slot, count]) => (count > 1 ? [slot] : []));
  const accounted = expected - withdrawn - lost.length;
  return { expected, accounted, withdrawn, lost, doubled, unexpected };
}

export function slotsIn(
  { periodMs, offsetMs }: Grid,
  from: number,
  to: number,
): number[] {
  const first = Math.ceil((from - offsetMs) / periodMs) * periodMs + offsetMs;
  const count = Math.max(0, Math.floor((to - first) / periodMs) + 1);
  return Array.from({ length: count }, (_, i) => first + i * periodMs);
}

const startOf = (fate: Fate): number => (fate.kind === "run" ? fate.dueAt : fate.firstAt);

const endOf = (fate: Fate): number => (fate.kind === "run" ? fate.dueAt : fate.lastAt);

const coveredBy = (fate: Fate, grid: Grid): number[] =>
  fate.kind === "run" ? [fate.dueAt] : slotsIn(grid, fate.firstAt, fate.lastAt);

/** Whether a fate is of slots, and counts those that lie in its range. */
function isPlausible(
  fate: Fate,
  slots: readonly number[],
  grid: Grid,
  stretches: readonly Stretch[],
): boolean {
  if (fate.kind === "run") return slots.length === 1;
  const sure = stretches.flatMap(({ dueFrom, dueTo }) =>
    slotsIn(grid, Math.max(fate.firstAt, dueFrom), Math.min(fate.lastAt, dueTo)),
  );
  return sure.length <= fate.count && fate.count <= slots.length;
}
