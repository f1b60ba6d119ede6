// Finds the run that explains each request that a host saw.

/** An attempt that a run tells. Without a duration nobody knows what became of it. */
export type Attempt = { startedAt: number; durationMs: number | null };

export type Explained = {
  /** Requests that an attempt of a recorded outcome explains. */
  byRuns: number;
  /** Requests that an attempt of a killed tick explains. */
  byLostAttempts: number;
  /** When the requests came that nothing explains. */
  withoutRun: number[];
};

/** A killed round may have made its request this long after it was begun. */
const lostRoundMs = 30_000;

export type Matching = {
  /** How many requests a run makes at most: the first, and its retries. */
  mostRequests: number;
  /** How far the host's clock and the runs' clock may be apart. */
  slackMs: number;
};

/** `seenAt` is when the requests came. */
export function explainRequests(
  seenAt: readonly number[],
  attempts: readonly Attempt[],
  { mostRequests, slackMs }: Matching,
): Explained {
  const known = attempts.flatMap(({ startedAt, durationMs }) =>
    durationMs === null ? [] : [{ from: startedAt, to: startedAt + durationMs }],
  );
  const lost = attempts
    .filter(({ durationMs }) => durationMs === null)
    .flatMap(({ startedAt }) =>
      Array.from({ length: mostRequests }, () => ({
        from: startedAt,
        to: startedAt + lostRoundMs,
      })),
    );
  const withoutRun = match(seenAt, [...known, ...lost], slackMs);
  const byRuns = seenAt.length - match(seenAt, known, slackMs).length;
  return {
    byRuns,
    byLostAttempts: seenAt.length - withoutRun.length - byRuns,
    withoutRun,
  };
}

type Window = { from: number; to: number };

/**
 * Gives the instants that no window is left for. Each window takes one instant, and each
 * instant the window that ends first: no other choice explains more of them.
 */
function match(
  instants: readonly number[],
  windows: readonly Window[],
  slackMs: number,
): number[] {
  const free = windows.toSorted((a, b) => a.to - b.to);
  return instants
    .toSorted((a, b) => a - b)
    .filter((instant) => {
      const index = free.findIndex(
        ({ from, to }) => from - slackMs <= instant && instant <= to + slackMs,
      );
      if (index >= 0) free.splice(index, 1);
      return index < 0;
    });
}
