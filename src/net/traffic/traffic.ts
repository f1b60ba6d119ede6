// Says which task may use the network when: so many connections at once, the requests to
// one host apart in time, held hosts left alone. Knows nothing of requests. Made for one
// invocation: it remembers every host it has seen.

import type { OwnPlace } from "#domain/rounds/queue/host-place.ts";
import type { Clock } from "#domain/time/clock.ts";
import { createMinHeap, type MinHeap } from "#domain/time/min-heap.ts";
import { type Alarm, createAlarm } from "./alarm.ts";
import { createHostLanes, type HostLanes, type Lane } from "./host-lanes.ts";
import {
  createHostQueue,
  earliestStart,
  frontOf,
  giveUp,
  type HostQueue,
  holdQueue,
  keepGap,
  laneOpensAt,
  openFrom,
  startFront,
  type WaitingTask,
} from "./host-queue.ts";
import { createTurns } from "./turns.ts";

export type Traffic = {
  /**
   * Runs `task` when a connection is free, the host's gap has passed and the host is not
   * held. Of the tasks that could start, the one that came first does; those of one host
   * never overtake each other.
   *
   * Resolves to null without running the task when it cannot start by `startBy` (epoch
   * ms), as soon as that is certain, and when the host is held for longer than the task
   * waits: for any hold unless `longestHoldMs` is given.
   */
  run<T>(
    host: string,
    startBy: number,
    task: () => Promise<T>,
    longestHoldMs?: number,
  ): Promise<T | null>;
  /**
   * Resolves when it is the caller's turn to ask a host that was held: those who want to
   * ask it at the same instant take turns, first the one that was served the longest ago
   * (epoch ms). Resolves at once for other hosts.
   */
  turn(host: string, servedAt: number): Promise<void>;
  /** No more tasks than this run at once from now on. */
  limit(connections: number): void;
  /** Sets the gap between two starts to `host`, instead of `hostGapMs`. */
  pace(host: string, gapMs: number): void;
  /**
   * No request to `host` starts before `until` (epoch ms). A hold can be prolonged, not
   * shortened.
   */
  hold(host: string, until: number): void;
  /** Epoch ms; 0 if the host is not held. */
  heldUntil(host: string): number;
  /**
   * Opens a lane of a host that other invocations ask too. Tasks that are run under the
   * lane's name, in place of the host's, start at a place of their own.
   */
  openLane(host: string, place: OwnPlace): Lane;
  /** When a lane lets a task start that comes now; 0 for other names. Epoch ms. */
  laneOpensAt(name: string): number;
  /** Says when another invocation asked the host last. Epoch ms. */
  asked(host: string, at: number): void;
};

type TrafficOptions = {
  clock: Clock;
  /** How many tasks run at once. */
  connections: number;
  /** The gap between two starts to one host. */
  hostGapMs: number;
};

const NEVER = Number.POSITIVE_INFINITY;

type State = TrafficOptions & {
  queues: Map<string, HostQueue>;
  lanes: HostLanes;
  /**
   * A queue with tasks is in exactly one of these two heaps, though its key may be out of
   * date: open queues by the number of their first task, closed queues by the instant at
   * which they open.
   */
  open: MinHeap<HostQueue>;
  closed: MinHeap<HostQueue>;
  /** By `startBy`. */
  deadlines: MinHeap<WaitingTask>;
  arrivals: number;
  running: number;
  alarm: Alarm;
};

export function createTraffic(options: TrafficOptions): Traffic {
  const queues: State["queues"] = new Map();
  const state: State = {
    ...options,
    queues,
    lanes: createHostLanes(queues),
    open: createMinHeap(),
    closed: createMinHeap(),
    deadlines: createMinHeap(),
    arrivals: 0,
    running: 0,
    alarm: createAlarm(options.clock, () => dispatch(state)),
  };
  const { clock } = state;
  const turns = createTurns(clock);
  return {
    run: (host, startBy, task, longestHoldMs = NEVER) =>
      run(state, host, { startBy, longestHoldMs }, task),
    async turn(host, servedAt) {
      if (queues.get(host)?.heldUntil) await turns.wait(host, servedAt);
    },
    limit(most) {
      state.connections = Math.min(state.connections, most);
    },
    pace(host, gapMs) {
      queueTo(state, host).gapMs = gapMs;
    },
    hold(host, until) {
      const now = clock.now();
      for (const queue of [queueTo(state, host), ...state.lanes.of(host)])
        holdQueue(queue, until, now);
      dispatch(state);
    },
    heldUntil(host) {
      const until = queues.get(host)?.heldUntil ?? 0;
      return until > 0 && until > clock.now() ? until : 0;
    },
    openLane: (host, place) => state.lanes.open(host, queueTo(state, host), place),
    laneOpensAt: (name) => laneOpensAt(queueTo(state, name), clock.now()),
    asked: (host, at) => keepGap(queueTo(state, host), at),
  };
}

function run<T>(
  state: State,
  host: string,
  patience: Pick<WaitingTask, "startBy" | "longestHoldMs">,
  task: () => Promise<T>,
): Promise<T | null> {
  const { startBy, longestHoldMs } = patience;
  const now = state.clock.now();
  const queue = queueTo(state, host);
  if (queue.heldUntil - now > longestHoldMs) return Promise.resolve(null);
  const earliest = earliestStart(queue, now, startBy);
  if (earliest > startBy) return Promise.resolve(null);
  const { promise, resolve } = Promise.withResolvers<T | null>();
  enqueue(state, queue, now, {
    ...patience,
    number: state.arrivals++,
    earliest,
    start: () => resolve(occupy(state, task)),
    giveUp: () => resolve(null),
    isGone: false,
  });
  dispatch(state);
  return promise;
}

function queueTo({ queues, hostGapMs }: State, host: string): HostQueue {
  const queue = queues.get(host) ?? createHostQueue(hostGapMs);
  queues.set(host, queue);
  return queue;
}

function enqueue(state: State, queue: HostQueue, now: number, task: WaitingTask): void {
  const isFirst = queue.waiting.length === 0;
  queue.waiting.push(task);
  state.deadlines.push(task.startBy, task);
  if (isFirst) place(state, queue, now);
}

function occupy<T>(state: State, task: () => Promise<T>): Promise<T> {
  state.running += 1;
  // The task begins a microtask later: if it calls traffic, traffic is in order by then.
  return Promise.resolve()
    .then(task)
    .finally(() => {
      state.running -= 1;
      dispatch(state);
    });
}

/**
 * Starts what can start, gives up what is too late, starts what had to wait for that, and
 * sets the alarm.
 */
function dispatch(state: State): void {
  const { clock, closed, deadlines } = state;
  const now = clock.now();
  const reopen = (queue: HostQueue) => place(state, queue, now);
  closed.popWhile((opensAt) => opensAt <= now, reopen);
  startOpen(state, now);
  const isOver = (startBy: number, { isGone }: WaitingTask) => isGone || startBy <= now;
  deadlines.popWhile(isOver, giveUp);
  startOpen(state, now);
  // A queue whose tasks have all given up needs no alarm; `place` drops it.
  closed.popWhile((_, queue) => frontOf(queue) === undefined, reopen);
  setAlarm(state, now);
}

function startOpen(state: State, now: number): void {
  while (state.running < state.connections) {
    const entry = state.open.pop();
    if (entry === undefined) return;
    const { key, item: queue } = entry;
    if (isLastKept(state, queue, key, now)) {
      state.open.push(key, queue);
      return;
    }
    if (frontOf(queue)?.number === key) startFront(queue, now);
    place(state, queue, now);
  }
}

/** Whether the last free connection is kept for a lane's task that came before. */
const isLastKept = (state: State, { moments }: HostQueue, number: number, now: number) =>
  moments === null &&
  state.running === state.connections - 1 &&
  state.lanes.firstNumber(now) < number;

/** Puts a queue into the heap where it belongs; drops one without tasks. */
function place({ open, closed }: State, queue: HostQueue, now: number): void {
  const first = frontOf(queue);
  if (first === undefined) return;
  const opensAt = openFrom(queue, now);
  if (opensAt > now) closed.push(opensAt, queue);
  else open.push(first.number, queue);
}

/** Wakes `dispatch` at the next instant at which something changes by itself. */
function setAlarm(state: State, now: number): void {
  const { deadlines, closed, running, connections, alarm } = state;
  // Without a free connection a queue that opens changes nothing.
  const opensAt = running < connections ? closed.firstKey() : NEVER;
  alarm.set(Math.min(deadlines.firstKey(), opensAt), now);
}
