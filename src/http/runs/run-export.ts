// Exports all runs of a target in a window, as lines of JSON or as CSV.
import type { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { csvTable } from "#domain/csv.ts";
import type { Run } from "#domain/runs/run.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { newRouter, route } from "#http/router.ts";
import {
  join,
  jsonLines,
  jsonLinesType,
  streamText,
  toJsonLine,
} from "#http/text-stream.ts";
import { type KnownTarget, ownerOf } from "#store/targets/known-target.ts";
import type { Owner } from "#store/targets/owners.ts";
import { readRuns } from "./read-runs.ts";
import { exampleRun, type RunAnswer, toRunAnswer } from "./run-answer.ts";
import { type RunFilter, runFilterFields, toRunFilter } from "./run-filter.ts";

const tag = "Runs";

/**
 * How many runs are read at once: a few megabytes. The free plan's 50 statements are then
 * enough for a month of a target of every minute.
 */
const runsAtOnce = 5_000;

type AnsweredRun = z.infer<typeof RunAnswer>;

/** The conditions that do not hold, with what was found. */
const unmetOf = (conditions: AnsweredRun["conditions"]): string | null =>
  conditions
    .filter(({ outcome }) => outcome !== "ok")
    .map(({ condition, actual }) => `${condition} (${actual ?? "nothing"})`)
    .join("; ") || null;

const { header, toLine: toCsv } = csvTable<AnsweredRun>({
  dueAt: ({ dueAt }) => dueAt,
  startedAt: ({ startedAt }) => startedAt,
  lagMs: ({ lagMs }) => lagMs,
  durationMs: ({ durationMs }) => durationMs,
  firstByteMs: ({ firstByteMs }) => firstByteMs,
  bodyMs: ({ bodyMs }) => bodyMs,
  fate: ({ fate }) => fate,
  trigger: ({ trigger }) => trigger,
  attempt: ({ attempt }) => attempt,
  outcome: ({ outcome }) => outcome,
  conditions: ({ conditions }) => unmetOf(conditions),
  failure: ({ failure }) => failure?.class ?? null,
  failureMessage: ({ failure }) => failure?.message ?? null,
  status: ({ status }) => status,
  bytes: ({ bytes }) => bytes,
  redirects: ({ redirects }) => redirects,
  finalUrl: ({ finalUrl }) => finalUrl,
  contentType: ({ contentType }) => contentType,
  contentHash: ({ contentHash }) => contentHash,
  notModified: ({ notModified }) => notModified,
  changed: ({ changed }) => changed,
});

const example = exampleRun as AnsweredRun;

/** What both exports take and refuse. */
const ofRuns = {
  request: { params: idParam, query: runFilterFields },
  problems: ["not-found", "invalid"],
} as const;

export const runExportRoutes = newRouter();

const asJsonLines = route("get", "/api/targets/{id}/runs.ndjson", tag, {
  summary: "Export a target's runs as lines of JSON",
  description: "Every run that the filters let through, one a line, the newest first.",
  ...ofRuns,
  answers: { 200: jsonLines("Run", example) },
});

runExportRoutes.openapi(asJsonLines, async (c) => {
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const filter = toRunFilter(c.req.valid("query"), deps.clock.now());
  const runs = await streamRuns(deps, known, filter, toJsonLine);
  return c.body(runs, 200, { "content-type": jsonLinesType });
});

const asCsv = route("get", "/api/targets/{id}/runs.csv", tag, {
  summary: "Export a target's runs as CSV",
  description: "Every run that the filters let through, the newest first.",
  ...ofRuns,
  answers: { 200: csv("run", header + toCsv(example)) },
});

runExportRoutes.openapi(asCsv, async (c) => {
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const filter = toRunFilter(c.req.valid("query"), deps.clock.now());
  const runs = await streamRuns(deps, known, filter, toCsv, header);
  return c.body(runs, 200, csvHeaders(`target-${known.target.id}-runs.csv`));
});

/** The runs that a filter lets through as text, after `start`. */
const streamRuns = (
  deps: Deps,
  known: KnownTarget,
  filter: RunFilter,
  toText: (run: AnsweredRun) => string,
  start = "",
) =>
  streamText(
    deps,
    join(
      walkRuns(deps, ownerOf(known), filter),
      (run) => toText(toRunAnswer(run, known.target.url)),
      { start },
    ),
  );

/** Reads the runs portion by portion, the newest first. */
async function* walkRuns(
  deps: Deps,
  owner: Owner,
  filter: RunFilter,
): AsyncGenerator<Run[], void> {
  let { to } = filter;
  while (to > filter.from) {
    const runs = await readRuns(deps, owner, { ...filter, to, limit: runsAtOnce });
    const earliest = runs.at(-1)?.dueAt;
    if (earliest === undefined || runs.length < runsAtOnce) {
      yield runs;
      return;
    }
    // Other runs of the earliest instant may not have fitted: the next portion has all.
    yield runs.filter(({ dueAt }) => dueAt > earliest);
    to = earliest + 1;
  }
}
