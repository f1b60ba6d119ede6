// Tells a database that is away from one that refuses what it is asked.

/** How D1 names its faults (developers.cloudflare.com/d1/observability/debug-d1). */
const faults = /D1_|network|storage|overloaded|reset/i;
/** What the same statement would meet again. */
const refusals =
  /SQLITE_(?:TOOBIG|CONSTRAINT|ERROR|MISMATCH|RANGE)|too big|too long|too large|too many SQL|constraint failed|malformed|syntax error/i;

/** Whether an error says that the database was away, not that it was asked wrongly. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Error && faults.test(error.message) && !refusals.test(error.message);
