// Says how long rounds and their leases last.

/**
 * A round serves what is due now and in the next ten seconds: its results are seen, and
 * its lease ends, soon.
 */
export const spanMs = 10_000;

/**
 * Longer than most rounds. The slots of an invocation that was lost wait this long.
 */
export const leaseMs = 30_000;

/**
 * A round may serve slots up to the instant when its lease has so much left: those of its
 * span, and later ones once the lease was prolonged.
 */
export const unservedLeaseMs = leaseMs - spanMs;

/** Up to when, exclusive, the slots lie that a round may have served before it was lost. */
export const servedUntil = (
  { claimedAt, leaseUntil }: { claimedAt: number; leaseUntil: number },
  now: number,
): number => Math.max(claimedAt + spanMs, Math.min(leaseUntil - unservedLeaseMs, now));

/** The lease of a round that goes on is prolonged when so much of it is left. */
export const spareLeaseMs = 12_000;

/**
 * A lease with less left than this was not prolonged: its holder is lost, or about to
 * end.
 */
export const leaseReserveMs = spareLeaseMs - 4_000;

/** A round ends within this time: the span, the longest timeout, its retries. */
export const longestRoundMs = 120_000;

/**
 * A run that cannot begin so soon is left to another round: its shard is not held for the
 * sake of a host that has no time for it.
 */
export const beginWithinMs = 20_000;

/** What comes due later in a round that goes on may wait so long for its turn. */
export const lateWaitMs = 1_000;

/**
 * A round is there so long before a moment at which it may ask a host, since messages come
 * late. It may be claimed a span earlier, and then still begin runs in that moment.
 */
export const aheadMs = 8_000;

/** A shard whose round could serve no slot is left alone for so long. */
export const restMs = 10_000;

/** Nothing starts that could end in a lease's last seconds; they are for recording. */
export const recordingMs = 5_000;
