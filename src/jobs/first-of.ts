// Waits for the first of several events.
import type { Clock } from "#domain/time/clock.ts";

/**
 * Resolves at the first of the events, or at the instant `at` if there is one. Resolves
 * at once when there is neither.
 */
export async function firstOf(
  clock: Clock,
  at: number | null,
  events: readonly Promise<unknown>[],
): Promise<void> {
  let callOff = () => {};
  const alarm = new Promise<void>((resolve) => {
    if (at !== null) callOff = clock.after(Math.max(0, at - clock.now()), resolve);
    else if (events.length === 0) resolve();
  });
  await Promise.race([alarm, ...events]);
  callOff();
}
