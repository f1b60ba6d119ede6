// Lists the instruments of what the database bills. /metrics tells the cost of all jobs
// together; /admin tells it for each job.
import type { Counts } from "#domain/counts.ts";
import { type Group, type Instrument, single } from "#domain/metrics/instrument.ts";

/** `count` is the name under which jobs and requests count it. */
const costs = [
  {
    count: "statements",
    name: "statements",
    help: "Statements that the database was sent.",
  },
  {
    count: "rowsRead",
    name: "rows_read",
    help: "Rows that the database bills as read.",
  },
  {
    count: "rowsWritten",
    name: "rows_written",
    help: "Rows that the database bills as written.",
  },
] as const;

export const costInstruments: Group<Counts> = {
  subjectsOf: ({ jobs, requests }) => [
    { subject: sumOfCosts(jobs.map(({ totals }) => totals)), labels: { source: "jobs" } },
    { subject: requests, labels: { source: "requests" } },
  ],
  instruments: costs.map(({ count, name, help }) => ({
    kind: "counter",
    name: `junkai_${name}_total`,
    flatName: null,
    help,
    read: (counts) => single(counts[count] ?? 0),
  })),
};

/** The costs of one subject, which only /admin shows: their names begin with `scope`. */
export const flatCostInstruments = <Subject>(
  scope: string,
  countsOf: (subject: Subject) => Counts,
): Instrument<Subject>[] =>
  costs.map(({ count, name, help }) => ({
    kind: "counter",
    name: null,
    flatName: `${scope}/${name}`,
    help,
    read: (subject) => single(countsOf(subject)[count] ?? 0),
  }));

const sumOfCosts = (all: readonly Counts[]): Counts =>
  Object.fromEntries(
    costs.map(({ count }) => [
      count,
      all.reduce((sum, counts) => sum + (counts[count] ?? 0), 0),
    ]),
  );
