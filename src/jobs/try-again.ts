// Tries again what the database failed to do: it is back within seconds when it moves or
// is busy.
import { type Clock, sleep } from "#domain/time/clock.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** How long to wait after each failure, ms. */
const waits = [500, 2_000, 5_000];

/**
 * Gives what `operation` gives, which is tried again after a fault that may pass, as long
 * as the next try begins before `deadline` (epoch ms). An operation that failed may have
 * taken effect all the same: `operation` hears whether it was tried before.
 */
export async function tryAgain<T>(
  clock: Clock,
  deadline: number,
  operation: (isRepeated: boolean) => Promise<T>,
  mayPass: (fault: unknown) => boolean = () => true,
): Promise<T> {
  for (const [failures, waitMs] of waits.entries()) {
    try {
      return await operation(failures > 0);
    } catch (error) {
      if (!mayPass(error) || clock.now() + waitMs >= deadline) throw error;
      await sleep(clock, waitMs);
    }
  }
  return await operation(true);
}

/**
 * The same database, where single statements are tried again. For work whose single
 * statements only read, or write the same when they are repeated.
 */
export const persistentDb = (db: Db, clock: Clock): Db => ({
  ...db,
  all: (query) => tryAgain(clock, never, () => db.all(query)),
});
