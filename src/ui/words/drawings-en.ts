// Holds the words of the drawings in English: their sentences, labels and tips.

/** A number, and how the viewer reads it. */
export type Counted = { count: number; written: string };
type Counts<Name extends string> = Readonly<Record<Name, Counted>>;

/** "1 run", "2,000 runs". */
export const plural = ({ count, written }: Counted, one: string): string =>
  `${written} ${one}${count === 1 ? "" : "s"}`;

export const drawingsEn = {
  bars: ({ runs, failed, missed }: Counts<"runs" | "failed" | "missed">) => {
    const last = `Last ${plural(runs, "run")}: ${failed.count === 0 ? "none" : failed.written} failed`;
    return missed.count === 0 ? last : `${last}, ${missed.written} missed since`;
  },
  noRuns: "No runs yet",
  days: ({ days, outages, slow }: Counts<"days" | "outages" | "slow">) =>
    `${plural(days, "day")}: ${outages.written} with an outage, ${slow.written} degraded`,
  slots: {
    none: "No slot came due here.",
    came: (due: Counted, parts: readonly string[]) =>
      `${plural(due, "slot")} came due: ${parts.join(", ")}.`,
    allRan: (due: Counted) =>
      due.count === 1
        ? "1 slot came due, and it ran."
        : `${due.written} slots came due, and all ran.`,
    ran: (n: Counted) => `${n.written} ran`,
    late: (n: Counted) => `${n.written} ran late`,
    skipped: (n: Counted) => `${n.written} ${n.count === 1 ? "was" : "were"} skipped`,
    missed: (n: Counted) => `${n.written} missed`,
    failed: (n: Counted) => `${n.written} of the runs failed.`,
    ahead: (n: Counted) => `${n.written} ${n.count === 1 ? "is" : "are"} ahead.`,
    manual: (n: Counted) =>
      `Besides, somebody asked for ${plural(n, "run")}, which ${n.count === 1 ? "has no slot" : "have no slots"}.`,
    cut: (from: string) =>
      `These are the newest slots, from ${from} on: an earlier schedule had more than a page holds.`,
    layouts: {
      "ten-minutes": (zone: string) =>
        `One row is ten minutes, one cell a slot, ${zone}.`,
      hours: (zone: string) => `One row is an hour, one cell a slot, ${zone}.`,
      days: (zone: string) => `One row is a day, one cell a slot, ${zone}.`,
      months: (zone: string) => `One cell is a slot with its duration, ${zone}.`,
      list: (zone: string) => `The newest first, ${zone}.`,
    },
    rowRuns: {
      "ten-minutes": (time: string) => `${time}, runs of these ten minutes`,
      hours: (time: string) => `${time}, runs of this hour`,
      days: (day: string) => `${day}, runs of this day`,
    },
    row: {
      allRan: (n: Counted) => (n.count === 1 ? "it ran" : `all ${n.written} ran`),
      none: "no slots",
      ran: (n: Counted) => `${n.written} ran`,
      failed: (n: Counted) => `${n.written} failed`,
      late: (n: Counted) => `${n.written} late`,
      skipped: (n: Counted) => `${n.written} skipped`,
      missed: (n: Counted) => `${n.written} missed`,
      ahead: (n: Counted) => `${n.written} ahead`,
    },
    list: (parts: readonly string[]) => parts.join(", "),
    tip: (time: string, fate: string) => `${time} ${fate.toLowerCase()}`,
    stretchTip: (from: string, to: string, n: Counted, fate: string) =>
      `${from} to ${to}, ${n.written} ${fate.toLowerCase()}`,
    started: (time: string, took: string) => `Started ${time}, took ${took}.`,
    startedLate: (time: string, lag: string, took: string) =>
      `Started ${time}, ${lag} late; took ${took}.`,
    whySkipped: "An earlier run was in the way.",
    whyMissed: "Nobody served it in time.",
    inRow: (n: Counted, from: string, to: string) =>
      `One of ${n.written} in a row, ${from} to ${to}.`,
    more: (n: Counted) => `${n.written} more`,
    month: (month: string, year: number) => `${month} ${year}`,
    weekday: (name: string) => name.slice(0, 3),
    listCaption: "Slots of the last year",
    columns: {
      due: "Due",
      fate: "Fate",
      lag: "Lag",
      took: "Took",
      what: "What happened",
    },
  },
  latency: {
    none: "No run succeeded in this window, so there is nothing to draw.",
    took: (p50: string, p95: string) =>
      `Half of the runs took ${p50} or less, 95 % took ${p95} or less.`,
    slowest: (time: string, p95: string) =>
      `Slowest around ${time}, when 95 % took ${p95} or less.`,
    failed: (n: Counted) => `${plural(n, "run")} failed.`,
    missed: (n: Counted) => `${plural(n, "slot")} missed.`,
    failedLane: "failed",
    missedLane: "missed",
    now: "now",
    keys: {
      p50: "p50",
      inner: "p50 to p95",
      outer: "fastest tenth to p99",
      failed: "failed run",
      missed: "missed slot",
    },
    figures: "The figures as a table",
    caption: "Durations of successful runs",
    columns: {
      from: "From",
      runs: "Runs",
      failed: "Failed",
      missed: "Missed",
      p50: "p50",
      p95: "p95",
      p99: "p99",
    },
  },
  waterfall: {
    caption: (total: string) =>
      `From 0 to ${total} after it was due. The thin bars are waiting, the thick ones requests.`,
    columns: { step: "Step", when: "When", took: "Took", what: "What" },
    span: (from: string, to: string) => `from ${from} to ${to}`,
    waited: "Waited for its turn",
    pause: "Pause before the next try",
    retry: (n: number) => `Try ${n}`,
    firstByte: (n: number) => `Try ${n}: first byte`,
    body: (n: number) => `Try ${n}: body`,
    unknown: "unknown",
    lost: "The invocation was lost; nobody knows whether the request was made.",
    untold: (n: Counted) =>
      `It took ${n.written} tries; only the last was recorded in detail.`,
    none: (ms: string) => `none in ${ms}`,
    redirects: (n: Counted) =>
      n.count === 1 ? "With one redirect." : `With ${n.written} redirects.`,
    status: (status: number) => `Status ${status}.`,
    bytes: (size: string) => `${size}.`,
  },
};
