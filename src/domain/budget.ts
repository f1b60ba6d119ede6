// Sets what one invocation may spend, by plan. Source:
// developers.cloudflare.com/workers/platform/limits and /d1/platform/limits.

export const plans = ["free", "paid"] as const;
type Plan = (typeof plans)[number];

export type Budget = {
  /**
   * Outgoing requests in one tick. Free: 50 subrequests, less a few for what else a tick
   * does.
   */
  fetches: number;
  /**
   * How many of these requests the crawls of sites may make. Free: few, since reading a
   * page takes up to one of the ten milliseconds that an invocation has.
   */
  siteFetches: number;
  /**
   * Database statements in one tick. Free: 50 queries, paid: 1,000; some are kept back
   * for recording.
   */
  statements: number;
  /**
   * Looks at schedules that a round takes to account for slots that waited: two for an
   * hour of a cron expression, one for an hour of an interval, about 5 µs each. Its
   * targets share them equally. A run that comes with drops takes some too
   * (jobs/rounds/attending/attend-page). Free: 3 of the 10 ms that an invocation has; each of 40
   * targets has the 16 that finding the latest slot of a week with a daily window takes;
   * and 24 of 40 targets are served at once after an hour's outage, which costs no more
   * than serving 40 on a quiet day.
   */
  looks: number;
  /**
   * Documents of targets that one request may bring. Free: few, since parsing one takes
   * about 0.1 ms and a request has ten.
   */
  documents: number;
  /** How large the database may become. Free: 500 MB, paid: 10 GB. */
  databaseBytes: number;
  /**
   * Rows that the database may read and write a day, which begins at midnight UTC. Null:
   * the paid plan bills them instead.
   */
  dailyRows: { read: number; written: number } | null;
  /**
   * Rows that an hour's pruning deletes or rewrites at most; both are billed as written.
   * Free: a full day of pruning takes half of the 100,000 written rows. Paid: twice what
   * comes due of 100,000 targets in an hour (domain/storage/pruning-rate).
   */
  prunedRows: number;
  /**
   * How many bytes of blocks a run of `seal` packs at most. Free: enough for an hour in
   * which every tick made all its requests; more would not fit into 10 ms.
   */
  sealedBytes: number;
  /** How many finished days a run of `seal` sums up at most. */
  foldedDays: number;
  /**
   * How many links a slice looks at, about, to find out which URLs of a site are to be
   * forgotten. Free: what one statement reads at most, about 3 ms.
   */
  tracedReferences: number;
};

export const budgets: Record<Plan, Budget> = {
  free: {
    fetches: 45,
    siteFetches: 5,
    statements: 50,
    looks: 640,
    documents: 50,
    databaseBytes: 500_000_000,
    dailyRows: { read: 5_000_000, written: 100_000 },
    prunedRows: 2_000,
    sealedBytes: 30_000,
    foldedDays: 50,
    tracedReferences: 1,
  },
  paid: {
    fetches: 9_000,
    siteFetches: 6_000,
    statements: 1_000,
    looks: 8_000,
    documents: 500,
    databaseBytes: 10_000_000_000,
    dailyRows: null,
    prunedRows: 240_000,
    sealedBytes: 50_000_000,
    foldedDays: 5_000,
    tracedReferences: 5_000_000,
  },
};

/** An invocation by cron lives so long at most. */
export const longestInvocationMs = 15 * 60_000;

/** The platform opens at most this many connections at once for one invocation. */
export const connections = 6;

/**
 * Bytes of bodies that the crawls of an invocation hold at once. An isolate has 128 MB
 * (developers.cloudflare.com/workers/platform/limits), and a body takes three times its
 * size while it is joined, decoded and read.
 */
const heldBodyBytes = 25_000_000;

/** Connections at once for bodies of up to that size: at least one, whatever the size. */
export const connectionsFor = (maxBodyBytes: number): number =>
  Math.max(1, Math.min(connections, Math.floor(heldBodyBytes / maxBodyBytes)));

/**
 * Targets that are scheduled, leased and recorded together: what the free plan's budget
 * can serve in one round.
 */
export const shardSize = 40;
