// Holds what jobs have told against the runs that the ledger has of them. No I/O.

/** A run that a job has told of, named by a number that its end says. */
export type ToldRun = {
  id: number;
  /** Whether a ping of its end was answered with 200. */
  isAnswered: boolean;
};

/** A run as the ledger has it: the number that its end said; null where none is there. */
export type LedgerRun = { id: number | null };

export type PingAccount = {
  told: number;
  /** Runs whose end was answered. */
  answered: number;
  inLedger: number;
  /** Runs whose end was answered, of which the ledger has nothing. */
  lost: number[];
  /** Runs that the ledger has more than once. */
  doubled: number[];
  /** Runs in the ledger that no job told of. */
  unexplained: number[];
  /** Runs in the ledger whose number was not kept. */
  unnamed: number;
};

export function accountForPings(
  told: readonly ToldRun[],
  ledger: readonly LedgerRun[],
): PingAccount {
  const times = new Map<number, number>();
  for (const { id } of ledger) if (id !== null) times.set(id, (times.get(id) ?? 0) + 1);
  const known = new Set(told.map(({ id }) => id));
  const answered = told.filter(({ isAnswered }) => isAnswered);
  return {
    told: told.length,
    answered: answered.length,
    inLedger: ledger.length,
    lost: answered.map(({ id }) => id).filter((id) => !times.has(id)),
    doubled: [...times].filter(([, count]) => count > 1).map(([id]) => id),
    unexplained: [...times.keys()].filter((id) => !known.has(id)),
    unnamed: ledger.filter(({ id }) => id === null).length,
  };
}
