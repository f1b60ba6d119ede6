// Counts the requests to this isolate, and adds the counts now and then to those of all
// isolates, with a request that brings a token: whoever has none must not make us write.
// An isolate that ends loses the counts that it has not written: at most those of a
// minute while requests keep coming.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Deps } from "#deps";
import { addCount, addCounts, type Counts } from "#domain/counts.ts";
import { countRequest } from "#domain/metrics/request-counts.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { routeOf } from "#http/requests/request-log.ts";
import { type AppContext, executionOf } from "#http/router.ts";
import { addCounters, requestCounters } from "#store/counters.ts";
import { createMeter, type Meter } from "#store/db.ts";

/**
 * Each writing is a row written: a busy isolate writes 1,440 of the 100,000 rows that the
 * free plan allows a day.
 */
const writeEveryMs = 60_000;

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Two middlewares, for one isolate: `count` counts every request, `write` writes what was
 * counted before going on.
 */
export function createRequestCounters() {
  let counts: Counts = {};
  /** When counts were last written; before that, when the first request came. */
  let since: number | null = null;
  /** What all requests have cost, and how much of that is in `counts` or written. */
  const cost = createMeter();
  let counted = createMeter();

  /**
   * Writes the counts. Takes all of them before it waits, so that writings may overlap,
   * and puts them back when they cannot be written.
   */
  async function write({ db, clock, log }: Deps): Promise<void> {
    since = clock.now();
    if (Object.keys(counts).length === 0) return;
    addCost(counts, cost, counted);
    const taken = counts;
    counts = {};
    counted = { ...cost };
    try {
      await addCounters(db, requestCounters, taken);
    } catch (error) {
      addCounts(counts, taken);
      log({ event: "requests-not-counted", problem: messageOf(error) });
    }
  }

  return {
    count: createMiddleware<AppContext>(async (c, next) => {
      const { db, ...rest } = c.get("deps");
      const deps = { ...rest, db: db.metered(cost) };
      c.set("deps", deps);
      const startedAt = deps.clock.now();
      since ??= startedAt;
      await next();
      const now = deps.clock.now();
      const durationMs = Math.max(0, now - startedAt);
      countRequest(counts, { ...endpointOf(c), status: c.res.status, durationMs });
      const isDue = Math.abs(now - since) >= writeEveryMs;
      if (isDue && c.get("isLetIn")) await afterAnswer(c, write(deps));
    }),
    write: createMiddleware<AppContext>(async (c, next) => {
      await write(c.get("deps"));
      await next();
    }),
  };
}

function addCost(counts: Counts, cost: Meter, counted: Meter): void {
  addCount(counts, "statements", cost.statements - counted.statements);
  addCount(counts, "rowsRead", cost.rowsRead - counted.rowsRead);
  addCount(counts, "rowsWritten", cost.rowsWritten - counted.rowsWritten);
}

/** The method and the pattern of the path; callers can make up neither. */
const endpointOf = (c: Context): { method: string; route: string } => ({
  method: methods.has(c.req.method) ? c.req.method : "OTHER",
  route: routeOf(c),
});

/** Does work after the answer where the runtime allows that, else before the answer. */
async function afterAnswer(c: Context, work: Promise<void>): Promise<void> {
  const context = executionOf(c);
  if (context === null) await work;
  else context.waitUntil(work);
}
