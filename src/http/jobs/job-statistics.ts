// Serves statistics of a job's runs in a window of time, as a whole and step by step.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { type Cell, csvLine } from "#domain/csv.ts";
import {
  addJobRun,
  createJobStatistics,
  type JobStatistics,
} from "#domain/jobs/job-statistics.ts";
import { pointsOf, type Window } from "#domain/statistics/series.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { instant, isoOf } from "#http/fields.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { json, newRouter, route } from "#http/router.ts";
import {
  Distribution,
  exampleDistribution,
  toDistribution,
} from "#http/statistics/distribution.ts";
import {
  type AskedTime,
  csvStepFields,
  stepFields,
  windowFields,
  windowOf,
} from "#http/statistics/statistics-query.ts";
import type { Job } from "#jobs/job.ts";
import { walkJobRuns } from "#store/jobs/jobs.ts";
import { jobOf, jobParams, tag } from "./job-answer.ts";

const mostDays = 31;

const query = z.strictObject({ ...windowFields(dayMs), ...stepFields });
const csvQuery = z.strictObject({ ...windowFields(dayMs), ...csvStepFields(hourMs) });

/** How many runs had each outcome, and how many of those that succeeded were degraded. */
const shapeOfOutcomes = {
  ok: z.int().openapi({ description: "Runs that succeeded, degraded ones too." }),
  failed: z.int(),
  paused: z.int(),
  lost: z.int(),
  degraded: z.int().openapi({ description: "Of those that succeeded." }),
};

const fields = z.object({
  runs: z.object({ total: z.int(), ...shapeOfOutcomes }),
  duration: Distribution.openapi({
    description: "How long runs took; those that were paused or lost left out.",
  }),
  lag: Distribution.openapi({ description: "How long after their slots they began." }),
  counts: z
    .record(z.string(), z.number())
    .openapi({ description: "What they did, by name." }),
  statements: z.int(),
  rowsRead: z.int(),
  rowsWritten: z.int(),
});

const PointAnswer = fields.extend({ from: instant, to: instant });

const exampleFields = {
  runs: { total: 60, ok: 60, failed: 0, paused: 0, lost: 0, degraded: 2 },
  duration: { ...exampleDistribution, count: 60 },
  lag: { ...exampleDistribution, count: 60 },
  counts: { rounds: 60, lost: 0, ran: 2_400, failed: 12 },
  statements: 240,
  rowsRead: 300,
  rowsWritten: 240,
};
const exampleWindow = {
  from: "2026-01-31T09:00:00.000Z",
  to: "2026-01-31T10:00:00.000Z",
};
const examplePoint = { ...exampleWindow, ...exampleFields };

const JobStatisticsAnswer = fields
  .extend({
    from: instant,
    to: instant,
    series: z
      .array(PointAnswer)
      .optional()
      .openapi({ description: "If a step was asked for." }),
  })
  .openapi("JobStatistics", {
    example: { ...exampleWindow, ...exampleFields, series: [examplePoint] },
  });

const description =
  "Of the runs that began in the window, which has at most 31 days. Exact as far back as jobs' histories are kept.";

export const jobStatisticsRoutes = newRouter();

const read = route("get", "/api/jobs/{name}/stats", tag, {
  summary: "How a job's runs went",
  description,
  request: { params: jobParams, query },
  answers: {
    200: json("Sums and distributions, and the same step by step.", JobStatisticsAnswer),
  },
  problems: ["not-found", "invalid"],
});

jobStatisticsRoutes.openapi(read, async (c) => {
  const job = jobOf(c, c.req.valid("param").name);
  return c.json(await summarise(c.get("deps"), job, c.req.valid("query")), 200);
});

const asCsv = route("get", "/api/jobs/{name}/stats.csv", tag, {
  summary: "Export how a job's runs went as CSV",
  description,
  request: { params: jobParams, query: csvQuery },
  answers: { 200: csv("step", toCsv([examplePoint], exampleFields.counts)) },
  problems: ["not-found", "invalid"],
});

jobStatisticsRoutes.openapi(asCsv, async (c) => {
  const job = jobOf(c, c.req.valid("param").name);
  const query = c.req.valid("query");
  const { series = [], counts } = await summarise(c.get("deps"), job, query);
  return c.body(toCsv(series, counts), 200, csvHeaders(`job-${job.name}-stats.csv`));
});

async function summarise(
  deps: Deps,
  job: Job,
  asked: z.output<typeof query>,
): Promise<z.infer<typeof JobStatisticsAnswer>> {
  const { from, to, total, points } = await sumUp(deps, job, asked);
  return {
    from: isoOf(from),
    to: isoOf(to),
    ...toFields(total),
    ...(asked.step !== undefined && {
      series: points.map((point) => ({
        from: isoOf(point.from),
        to: isoOf(point.to),
        ...toFields(point.sum),
      })),
    }),
  };
}

type Sums = Window & {
  total: JobStatistics;
  /** Empty without a step. */
  points: (Window & { sum: JobStatistics })[];
};

/** Sums up the runs of a window. Throws a Problem for a window that is too long. */
export async function sumUp(
  { db, clock }: Deps,
  job: Job,
  asked: AskedTime,
): Promise<Sums> {
  const { step } = asked;
  const { from, to } = windowOf(asked, clock.now(), dayMs, mostDays);
  const total = createJobStatistics();
  const windows = step === undefined ? [] : pointsOf({ from, to }, step);
  const points = windows.map((point) => ({ ...point, sum: createJobStatistics() }));
  for await (const runs of walkJobRuns(db, job.name, from, to)) {
    for (const run of runs) {
      addJobRun(total, run, job.states);
      const point = points.findLast((one) => one.from <= run.startedAt);
      if (point !== undefined) addJobRun(point.sum, run, job.states);
    }
  }
  return { from, to, total, points };
}

const toFields = ({
  runs,
  degraded,
  duration,
  lag,
  items,
  ...cost
}: JobStatistics): z.infer<typeof fields> => ({
  runs: { total: runs.ok + runs.failed + runs.paused + runs.lost, ...runs, degraded },
  duration: toDistribution(duration),
  lag: toDistribution(lag),
  counts: items,
  ...cost,
});

/** `counts` names the last columns, since a single step may lack some counts. */
function toCsv(
  series: readonly z.infer<typeof PointAnswer>[],
  counts: Record<string, number>,
): string {
  const rows = series.map((point) => cellsOf(point, Object.keys(counts)));
  const header = csvLine(Object.keys(rows[0] ?? {}));
  return header + rows.map((row) => csvLine(Object.values(row))).join("");
}

/** The cells of a line by the names of their columns. */
function cellsOf(
  { from, to, runs, duration, lag, ...point }: z.infer<typeof PointAnswer>,
  countNames: readonly string[],
): Record<string, Cell> {
  const { total, degraded, ...outcomes } = runs;
  const counts = countNames.map((name) => [name, point.counts[name] ?? 0]);
  return {
    from,
    to,
    runs: total,
    ...outcomes,
    ...prefixed("duration", duration),
    ...prefixed("lag", lag),
    statements: point.statements,
    rowsRead: point.rowsRead,
    rowsWritten: point.rowsWritten,
    degraded,
    ...prefixed("counts", Object.fromEntries(counts)),
  };
}

function prefixed(prefix: string, cells: Record<string, Cell>): Record<string, Cell> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [`${prefix}.${name}`, cell]),
  );
}
