// Lets simulated time pass: what is to happen happens in the order of its instants.
import { createMinHeap } from "#domain/time/min-heap.ts";

export type Timeline = {
  /** ms since the simulation began. */
  now(): number;
  /** Has something happen at an instant, or now if that is past. */
  at(instant: number, happen: () => void): void;
  /** Lets time pass up to an instant; what is to happen then waits. */
  passUntil(instant: number): void;
};

export function createTimeline(): Timeline {
  const events = createMinHeap<() => void>();
  let now = 0;
  return {
    now: () => now,
    at: (instant, happen) => events.push(Math.max(now, instant), happen),
    passUntil(instant) {
      while (events.firstKey() < instant) {
        const event = events.pop();
        if (event === undefined) break;
        now = event.key;
        event.item();
      }
      now = instant;
    },
  };
}
