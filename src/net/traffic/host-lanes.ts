// Knows the lanes of hosts that other invocations ask too. No clock, no timers.
import type { OwnPlace } from "#domain/rounds/queue/host-place.ts";
import { hashText } from "#domain/text-hash.ts";
import { createHostQueue, frontOf, type HostQueue, openFrom } from "./host-queue.ts";

export type Lane = { name: string; close: () => void };

export type HostLanes = {
  /** Opens a lane beside a host's queue. */
  open(host: string, queue: HostQueue, place: OwnPlace): Lane;
  of(host: string): Iterable<HostQueue>;
  /**
   * The lowest number of a task that soon starts in a lane; Infinity for none. The last
   * free connection is kept for it from tasks that came later.
   */
  firstNumber(now: number): number;
};

/** A lane is open for a moment only: a connection is kept for it so long before. */
const keptForMs = 1_000;

/** Lanes stand among the other queues, under their names. */
export function createHostLanes(queues: Map<string, HostQueue>): HostLanes {
  const lanes = new Map<string, Set<HostQueue>>();
  const of = (host: string) => lanes.get(host) ?? new Set<HostQueue>();
  const numberOf = (lane: HostQueue, now: number): number => {
    const first = frontOf(lane);
    return first === undefined || openFrom(lane, now) >= now + keptForMs
      ? Number.POSITIVE_INFINITY
      : first.number;
  };
  return {
    of,
    open(host, { gapMs, opensAt, heldUntil }, place) {
      const moments = { place, shiftMs: hashText(host).hi };
      const lane = { ...createHostQueue(gapMs), opensAt, heldUntil, moments };
      const name = `${host} ${place.place}`;
      lanes.set(host, of(host).add(lane));
      queues.set(name, lane);
      return {
        name,
        close() {
          queues.delete(name);
          of(host).delete(lane);
          if (of(host).size === 0) lanes.delete(host);
        },
      };
    },
    firstNumber(now) {
      const all = [...lanes.values()].flatMap((some) => [...some]);
      return Math.min(...all.map((lane) => numberOf(lane, now)));
    },
  };
}
