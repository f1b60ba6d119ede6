// Measures traffic: how long its tasks take, and how many of them wait for a connection.
// So a caller takes on no more than the connections can begin soon.
import type { Clock } from "#domain/time/clock.ts";
import type { Traffic } from "./traffic.ts";

export type MeasuredTraffic = Traffic & {
  /** How many more tasks the connections can begin soon; negative when too many wait. */
  room(): number;
  /** Resolves when no more tasks wait than half of those that can begin soon. */
  whenRoom(): Promise<void>;
  /** How many tasks have come so far. */
  arrivals(): number;
};

type Measure = {
  clock: Clock;
  connections: number;
  hostGapMs: number;
  /** What may begin within this time begins soon. */
  soonMs: number;
};

/**
 * What tasks are taken to have done before any has ended: a request takes 200 to 400 ms
 * in the field.
 */
const assumed = { tasks: 12, ms: 12 * 400 };

/** Wraps traffic whose tasks all come through the wrapper. */
export function measureTraffic(traffic: Traffic, measure: Measure): MeasuredTraffic {
  const { clock, connections, hostGapMs, soonMs } = measure;
  const queue = createQueue(1 + Math.floor(soonMs / Math.max(hostGapMs, 1)));
  const ended = { ...assumed };
  const listeners = new Set<() => void>();
  const capacity = () => (connections * soonMs * ended.tasks) / Math.max(1, ended.ms);
  const hasRoom = () => queue.waiting() <= capacity() / 2;

  function wake(): void {
    if (!hasRoom()) return;
    for (const listener of listeners) listener();
    listeners.clear();
  }

  async function timed<T>(task: () => Promise<T>): Promise<T> {
    const startedAt = clock.now();
    try {
      return await task();
    } finally {
      ended.tasks += 1;
      ended.ms += Math.max(0, clock.now() - startedAt);
      wake();
    }
  }

  return {
    ...traffic,
    room: () => Math.floor(capacity() - queue.waiting()),
    whenRoom: () =>
      new Promise((resolve) => {
        listeners.add(resolve);
        wake();
      }),
    arrivals: queue.arrivals,
    async run(host, startBy, task, longestHoldMs) {
      const leave = queue.enter(host);
      const begin = () => {
        leave();
        return timed(task);
      };
      try {
        return await traffic.run(host, startBy, begin, longestHoldMs);
      } finally {
        leave();
        wake();
      }
    },
  };
}

/**
 * Counts tasks that wait for a connection, and not those that must wait for their host:
 * of one host so many can begin soon.
 */
function createQueue(soonOfHost: number) {
  const hosts = new Map<string, number>();
  let waiting = 0;
  let arrivals = 0;
  const counted = (host: string) => Math.min(soonOfHost, hosts.get(host) ?? 0);
  function change(host: string, by: 1 | -1): void {
    const before = counted(host);
    hosts.set(host, (hosts.get(host) ?? 0) + by);
    waiting += counted(host) - before;
  }
  return {
    waiting: () => waiting,
    arrivals: () => arrivals,
    /** Counts a task; the returned function says that it waits no longer. */
    enter(host: string): () => void {
      arrivals += 1;
      change(host, 1);
      let isWaiting = true;
      return () => {
        if (isWaiting) change(host, -1);
        isWaiting = false;
      };
    },
  };
}
