// Reads a target's runs, and logs what of them could not be read.
import type { Deps } from "#deps";
import type { Run } from "#domain/runs/run.ts";
import { listRuns, type RunQuery } from "#store/runs/history.ts";
import type { Owner } from "#store/targets/owners.ts";

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
