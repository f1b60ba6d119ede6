// Says who may be on the wire when: so many connections at once, one host's requests
// apart in time, held hosts left alone. Knows nothing of requests. Made for one
// invocation: it remembers every host it has seen.

import { createMinHeap } from "#domain/min-heap.ts";
import type { Clock } from "#domain/time/clock.ts";
import {
  createLine,
  earliestStart,
  frontOf,
  giveUp,
  type HostLine,
  holdLine,
  startFront,
  type Waiting,
} from "./host-line.ts";

export type Traffic = {
  /**
   * Runs `task` when a connection is free, the host's gap has passed and the host is not
   * held. Resolves to null without running it when that cannot happen by `startBy` (epoch
   * ms): as soon as that is certain, at the latest then; or when the host is held for
   * longer than tasks have patience. Of the tasks that could start, the one that came
   * first does; those of one host never overtake each other.
   */
  run<T>(host: string, startBy: number, task: () => Promise<T>): Promise<T | null>;
  /**
   * From now on that many ms lie between two starts to `host`, instead of `hostGapMs`.
   */
  pace(host: string, gapMs: number): void;
  /**
   * No request to `host` starts before `until` (epoch ms). A hold can be prolonged, not
   * shortened.
   */
  hold(host: string, until: number): void;
  /** Epoch ms; 0 if not held. */
  heldUntil(host: string): number;
};

export type TrafficOptions = {
  clock: Clock;
  /** Tasks running at once. */
  connections: number;
  /** Between two starts to one host. */
  hostGapMs: number;
  /** Tasks wait for no hold that is longer; for any unless given. */
  patienceMs?: number;
};

const NEVER = Number.POSITIVE_INFINITY;
// Timers take 32-bit delays; a later instant is reached in several steps.
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createTraffic({
  clock,
  connections,
  hostGapMs,
  patienceMs = NEVER,
}: TrafficOptions): Traffic {
  const lines = new Map<string, HostLine>();
  // A line with tasks is in exactly one of these, though maybe under a key that has been
  // overtaken by events.
  const open = createMinHeap<HostLine>(); // by the number of the first task
  const closed = createMinHeap<HostLine>(); // by the instant of opening
  const deadlines = createMinHeap<Waiting>(); // by `startBy`
  let arrivals = 0;
  let running = 0;
  let alarm = { at: NEVER, callOff: () => {} };

  function run<T>(
    host: string,
    startBy: number,
    task: () => Promise<T>,
  ): Promise<T | null> {
    const now = clock.now();
    const line = lineTo(host);
    if (line.heldUntil - now > patienceMs) return Promise.resolve(null);
    const earliest = earliestStart(line, now, startBy);
    if (earliest > startBy) return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<T | null>();
    const start = () => resolve(occupy(task));
    const isFirst = line.waiting.length === 0;
    const waiting = {
      number: arrivals++,
      startBy,
      earliest,
      start,
      giveUp: () => resolve(null),
      isGone: false,
    };
    line.waiting.push(waiting);
    deadlines.push(startBy, waiting);
    if (isFirst) place(line, now);
    dispatch();
    return promise;
  }

  function lineTo(host: string): HostLine {
    const line = lines.get(host) ?? createLine(hostGapMs);
    lines.set(host, line);
    return line;
  }

  function occupy<T>(task: () => Promise<T>): Promise<T> {
    running += 1;
    // Begun a microtask later, so that a task that calls back finds everything in order.
    return Promise.resolve()
      .then(task)
      .finally(() => {
        running -= 1;
        dispatch();
      });
  }

  /**
   * Starts what can start, gives up what is too late, and sets the alarm to the next
   * change.
   */
  function dispatch(): void {
    const now = clock.now();
    for (const line of closed.drain((opensAt) => opensAt <= now)) place(line, now);
    while (running < connections) {
      const entry = open.pop();
      if (entry === undefined) break;
      const { key, item: line } = entry;
      if (line.opensAt <= now && frontOf(line)?.number === key) startFront(line, now);
      place(line, now);
    }
    for (const waiting of deadlines.drain(
      (startBy, { isGone }) => isGone || startBy <= now,
    ))
      giveUp(waiting);
    // A line where all have given up needs no alarm; `place` lets it go.
    for (const line of closed.drain(
      (_, waitingLine) => frontOf(waitingLine) === undefined,
    ))
      place(line, now);
    setAlarm(now);
  }

  function place(line: HostLine, now: number): void {
    const first = frontOf(line);
    if (first === undefined) return;
    if (line.opensAt > now) closed.push(line.opensAt, line);
    else open.push(first.number, line);
  }

  function setAlarm(now: number): void {
    // Without a free connection an opening line changes nothing.
    const at = Math.min(
      deadlines.firstKey(),
      running < connections ? closed.firstKey() : NEVER,
    );
    if (at === alarm.at) return;
    alarm.callOff();
    const ring = () => {
      alarm = { at: NEVER, callOff: () => {} };
      dispatch();
    };
    alarm = {
      at,
      callOff:
        at === NEVER ? () => {} : clock.after(Math.min(at - now, MAX_TIMER_MS), ring),
    };
  }

  return {
    run,
    pace(host, gapMs) {
      lineTo(host).gapMs = gapMs;
    },
    hold(host, until) {
      holdLine(lineTo(host), until, until - clock.now() > patienceMs);
      dispatch();
    },
    heldUntil(host) {
      const until = lines.get(host)?.heldUntil ?? 0;
      return until > clock.now() ? until : 0;
    },
  };
}
