// Makes a tick at start-up in an empty database, and forgets it: what V8 compiles for it
// is not compiled in the isolate's first tick. The platform counts start-up apart
// (developers.cloudflare.com/workers/platform/limits). No I/O, no timer, no randomness:
// none is allowed outside of an invocation.
import { createDeps } from "#deps";
import type { Job } from "#jobs/job.ts";
import type { Meter } from "#store/db.ts";
import { tick } from "./tick.ts";

/** Gives what the tick would have cost. */
export async function rehearseTick(jobs: readonly Job[]): Promise<Meter> {
  const deps = {
    ...createDeps({ DB: emptyDatabase() }),
    clock: { now: () => 0, after: () => () => {} },
    newToken: () => "",
    log: () => {},
  };
  await tick(deps, jobs, 0);
  return deps.meter;
}

/** A database in which nothing is and nothing stays. Has what a tick calls. */
function emptyDatabase(): D1Database {
  const nothing = { results: [], meta: { rows_read: 0, rows_written: 0 } };
  const statement = { bind: () => statement, all: async () => nothing };
  const batch = async (statements: unknown[]) => statements.map(() => nothing);
  return { prepare: () => statement, batch } as unknown as D1Database;
}
