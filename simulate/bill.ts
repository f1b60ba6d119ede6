// Says what a month's use costs on the paid plan, and what of it the free plan lacks.
import { free, type Price, paid } from "./prices.ts";
import { daysOfMonth, type Usage } from "./usage.ts";

const beyond = (used: number, { included, perMillion }: Price): number =>
  (Math.max(0, used - included) / 1e6) * perMillion;

/** Dollars a month, by what they are for. */
export type Bill = {
  subscription: number;
  requests: number;
  cpu: number;
  queue: number;
  rows: number;
  storage: number;
};

/** `storedBytes` are those of all databases. */
export function billOf(usage: Usage, storedBytes: number): Bill {
  const { includedGb, perGb } = paid.storage;
  return {
    subscription: paid.subscription,
    requests: beyond(usage.invocations, paid.requests),
    cpu: beyond(usage.cpuMs, paid.cpuMs),
    queue: beyond(usage.queueOperations, paid.queueOperations),
    rows:
      beyond(usage.rowsRead, paid.rowsRead) + beyond(usage.rowsWritten, paid.rowsWritten),
    storage: Math.max(0, storedBytes / 1e9 - includedGb) * perGb,
  };
}

export const totalOf = (bill: Bill): number =>
  Object.values(bill).reduce((sum, part) => sum + part, 0);

/** How many times of each of the free plan's allowances a day takes, the scarcest first. */
export function sharesOfFree(usage: Usage): { what: string; share: number }[] {
  const day = (month: number) => month / daysOfMonth;
  const shares = [
    { what: "requests a day", share: day(usage.invocations) / free.requests },
    {
      what: "queue operations a day",
      share: day(usage.queueOperations) / free.queueOperations,
    },
    { what: "rows read a day", share: day(usage.rowsRead) / free.rowsRead },
    { what: "rows written a day", share: day(usage.rowsWritten) / free.rowsWritten },
    {
      what: "CPU time an invocation",
      share: usage.invocationCpuMs / free.invocationCpuMs,
    },
  ];
  return shares.toSorted((a, b) => b.share - a.share);
}
