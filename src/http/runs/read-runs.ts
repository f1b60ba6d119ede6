// Reads a target's runs, and logs what of them could not be read.
import type { Deps } from "#deps";
import type { Run } from "#domain/runs/run.ts";
import { never } from "#domain/time/instants.ts";
import { isoOf } from "#http/fields.ts";
import { Problem } from "#http/problem.ts";
import { findRun, listRuns, type RunQuery } from "#store/runs/history.ts";
import type { Owner } from "#store/targets/owners.ts";
import type { RunFilter } from "./run-filter.ts";

export async function readRuns(
  { db, log }: Pick<Deps, "db" | "log">,
  owner: Owner,
  query: RunQuery,
): Promise<Run[]> {
  const gaps = new Set<string>();
  const runs = await listRuns(db, owner, query, gaps);
  if (gaps.size > 0) log({ event: "unreadable", target: owner.id, rows: gaps.size });
  return runs;
}

/**
 * The runs of a page, and one more if there is a next page. The cursor is the slot of the
 * last run of the page before.
 */
export async function readRunPage(
  deps: Pick<Deps, "db" | "log">,
  owner: Owner,
  { filter, cursor, limit }: { filter: RunFilter; cursor: number | null; limit: number },
): Promise<Run[]> {
  const to = Math.min(filter.to, cursor ?? never);
  if (to <= filter.from) return [];
  return await readRuns(deps, owner, { ...filter, to, limit: limit + 1 });
}

/** The run for a slot. Throws the Problem `not-found` when there is none. */
export async function getRun(
  { db }: Pick<Deps, "db">,
  owner: Owner,
  dueAt: number,
): Promise<Run> {
  const run = await findRun(db, owner, dueAt);
  if (run !== null) return run;
  throw noRun(owner, dueAt);
}

export const noRun = ({ id }: Pick<Owner, "id">, dueAt: number): Problem =>
  new Problem("not-found", `Target ${id} has no run for ${isoOf(dueAt)}.`);
