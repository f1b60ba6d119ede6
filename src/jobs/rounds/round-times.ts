// Says how long rounds and their leases last.

/**
 * A round serves what is due now and in the next ten seconds: its results are seen, and
 * its lease ends, soon.
 */
export const spanMs = 10_000;

/**
 * Longer than any round: the span, the longest timeout, its retries. The slots of an
 * invocation that was lost wait this long.
 */
export const leaseMs = 120_000;

/** Nothing starts that could end in the lease's last seconds; they are for recording. */
export const recordingMs = 5_000;
