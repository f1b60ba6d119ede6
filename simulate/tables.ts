// Writes the tables of the documents as Markdown.
import { number } from "#bench/figures.ts";
import { budgets } from "#domain/budget.ts";
import { billOf, sharesOfFree, totalOf } from "./bill.ts";
import { type Bound, keepsUp, type Load, leastDays, loadsOf } from "./bounds.ts";
import type { Fit } from "./fit.ts";
import type { Measured } from "./measured.ts";
import type { Simulated } from "./model/simulate.ts";
import { lagOf } from "./model/tally.ts";
import { paid } from "./prices.ts";
import type { Row } from "./rows.ts";
import { keptBytes, type Usage, usageOf } from "./usage.ts";

/** A table's columns, each with what it says of a row. */
export type Columns<T> = Record<string, (row: T) => string>;

export function tableOf<T>(columns: Columns<T>, rows: readonly T[]): string {
  const names = Object.keys(columns);
  const lines = [
    names,
    names.map(() => "---"),
    ...rows.map((row) => Object.values(columns).map((tell) => tell(row))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export const dollars = (amount: number): string =>
  amount < 100 ? `$${amount.toFixed(2)}` : `$${number(amount)}`;

const percent = (share: number): string =>
  share < 0.1 ? `${(100 * share).toFixed(1)} %` : `${number(100 * share)} %`;
const seconds = (ms: number): string => (ms / 1_000).toFixed(ms < 10_000 ? 1 : 0);

/** Large counts with two digits: "7.8 million". */
export function large(count: number): string {
  const [by, unit] =
    count >= 1e9 ? [1e9, " billion"] : count >= 1e6 ? [1e6, " million"] : [1, ""];
  return by === 1 ? number(count) : `${Number((count / by).toPrecision(2))}${unit}`;
}

export const bytesInWords = (bytes: number): string =>
  bytes >= 1e9
    ? `${Number((bytes / 1e9).toPrecision(2))} GB`
    : `${Number((bytes / 1e6).toPrecision(2))} MB`;

const latency = ({ latencyMs }: Row): string =>
  latencyMs < 1_000 ? `${latencyMs} ms` : `${latencyMs / 1_000} s`;

const boundInWords: Record<Bound, string> = {
  connections: "six connections",
  consumers: "250 invocations of the queue",
  "database thread": "the database's one thread",
  "database size": "the database's 10 GB",
  "shards a tick": "5,000 shards that a tick sends",
  "CPU time": "CPU time of an invocation",
};

const inWords = ({ bound, share }: Load): string =>
  `${boundInWords[bound]}: ${percent(share)}`;

const runsOf = (simulated: Simulated): string => {
  const { scenario, tally } = simulated;
  if (keepsUp(simulated)) return "all";
  if (tally.ran >= simulated.slots) return `all, ${percent(tally.late / tally.ran)} late`;
  return `${number(tally.ran / scenario.minutes)} a minute`;
};

const lagsOf = ({ tally }: Simulated): string =>
  [lagOf(tally, 0.5), lagOf(tally, 0.95), tally.longestLagMs].map(seconds).join(", ");

function needsOf({ alone, fit }: Row): string {
  if (keepsUp(alone)) return "nothing more";
  const { groups, queuesOfGroup } = fit;
  const queues = queuesOfGroup === 1 ? "a queue" : `${queuesOfGroup} queues`;
  if (groups === 1) return queues;
  return `${groups} databases, each with ${queues}`;
}

const threadOf = (loads: readonly Load[]): number =>
  loads.find(({ bound }) => bound === "database thread")?.share ?? Number.NaN;

/** Who keeps up: which slots run, how late, and what binds first. */
export const timely = (rows: readonly Row[], measured: Measured): string =>
  tableOf<Row>(
    {
      targets: ({ targets }) => number(targets),
      "a host takes": latency,
      "one invocation runs": ({ alone }) => runsOf(alone),
      "through a queue": ({ queued }) => runsOf(queued),
      "lag p50, p95, most (s)": ({ queued }) =>
        keepsUp(queued) ? lagsOf(queued) : "grows",
      "binds the queue first, then": ({ queued }) =>
        loadsOf(queued, measured).slice(0, 2).map(inWords).join("; "),
      "its database is busy": ({ queued }) =>
        percent(threadOf(loadsOf(queued, measured))),
      "what it needs": needsOf,
      "lag then": ({ alone, fit }) => lagsOf(keepsUp(alone) ? alone : fit.simulated),
    },
    rows,
  );

/** What all groups use together in a month. */
export function usageOfFit({ groups, simulated }: Fit, measured: Measured): Usage {
  const { invocationCpuMs, ...one } = usageOf(simulated, measured);
  const all = Object.entries(one).map(([name, amount]) => [name, amount * groups]);
  return { ...(Object.fromEntries(all) as typeof one), invocationCpuMs };
}

const usualDays = { runs: 30, hours: 400 };

/** Bytes of all databases: what is kept is shortened before one is full. */
export function storedBytesOf({ groups, simulated }: Fit, measured: Measured): number {
  const { targets } = simulated.scenario;
  const usual = keptBytes(targets, measured, usualDays);
  return (
    groups *
    Math.min(
      usual,
      Math.max(0.95 * paid.databaseBytes, keptBytes(targets, measured, leastDays)),
    )
  );
}

/** What serves the targets of a row with the least: without a queue where that keeps up. */
export const leastOf = ({ alone, fit }: Row): Fit =>
  keepsUp(alone) ? { groups: 1, queuesOfGroup: 0, simulated: alone } : fit;

/** How many times the free plan is too small, by what it lacks most. */
export function lacksOfFree(row: Row, measured: Measured): string {
  const usage = usageOfFit(leastOf(row), measured);
  const requests = { what: "requests a tick", share: row.targets / budgets.free.fetches };
  const ofDay = sharesOfFree(usage).filter(({ what }) => what.startsWith("rows"));
  return [requests, ...ofDay]
    .filter(({ share }) => share > 1)
    .map(({ what, share }) => `${number(Math.ceil(share))} × ${what}`)
    .join(", ");
}

export const monthOf = (rows: readonly Row[], measured: Measured): string => {
  const use = (tell: (usage: Usage) => string) => (row: Row) =>
    tell(usageOfFit(leastOf(row), measured));
  return tableOf<Row>(
    {
      targets: ({ targets }) => number(targets),
      "a host takes": latency,
      invocations: use(({ invocations }) => large(invocations)),
      "queue operations": use(({ queueOperations }) => large(queueOperations)),
      "rows written": use(({ rowsWritten }) => large(rowsWritten)),
      "rows read": use(({ rowsRead }) => large(rowsRead)),
      "CPU, at most": use(({ cpuMs }) => `${number(cpuMs / 3_600_000)} h`),
      "grows a day": use(({ bytesPerDay }) => bytesInWords(bytesPerDay)),
      "stored at last": (row) => bytesInWords(storedBytesOf(leastOf(row), measured)),
      "paid plan": (row) => {
        const fit = leastOf(row);
        return dollars(
          totalOf(billOf(usageOfFit(fit, measured), storedBytesOf(fit, measured))),
        );
      },
      "free plan: too small by": (row) => lacksOfFree(row, measured),
    },
    rows,
  );
};
