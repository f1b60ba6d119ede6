// Simulates the six connections of an invocation: runs that wait for one begin in their
// order, or are given up when they could not begin in time (net/traffic does the same).
import { connections } from "#domain/budget.ts";
import { spanMs } from "#jobs/rounds/round-times.ts";
import type { Timeline } from "./timeline.ts";

export type WaitingRun = {
  /** The run is left to another round when it could not begin before. */
  startBy: number;
  begin(): void;
  end(latencyMs: number): void;
  giveUp(): void;
};

export type Connections = {
  run(waiting: WaitingRun): void;
  /** How many more runs can begin soon. */
  room(): number;
  arrivals(): number;
  /** Has something happen once, when half of those that can begin soon wait or fewer. */
  whenRoom(happen: () => void): void;
  /** How many runs may begin at all. */
  left(): number;
};

/** What runs are taken to have taken before any has ended (net/traffic/measured-traffic). */
const assumed = { runs: 12, ms: 12 * 400 };

export function createConnections(
  timeline: Timeline,
  latency: () => number,
  budget: number,
): Connections {
  const queue: WaitingRun[] = [];
  const ended = { ...assumed };
  let first = 0;
  let running = 0;
  let left = budget;
  let hasRoom: (() => void) | null = null;
  /** Up to when runs are given up at their time. */
  let watchedUntil = 0;
  const waiting = () => queue.length - first;
  const capacity = () => (connections * spanMs * ended.runs) / ended.ms;

  function tellRoom(): void {
    if (hasRoom === null || waiting() > capacity() / 2) return;
    const happen = hasRoom;
    hasRoom = null;
    happen();
  }

  function begin(): void {
    while (running < connections && waiting() > 0) {
      const run = queue[first++] as WaitingRun;
      if (left <= 0 || run.startBy <= timeline.now()) run.giveUp();
      else start(run);
    }
    tellRoom();
  }

  function start(run: WaitingRun): void {
    running += 1;
    left -= 1;
    run.begin();
    const ms = latency();
    timeline.at(timeline.now() + ms, () => {
      running -= 1;
      ended.runs += 1;
      ended.ms += ms;
      run.end(ms);
      begin();
    });
  }

  /** Gives up runs whose time has come while all connections are in use. */
  function giveUpLate(): void {
    while (waiting() > 0 && (queue[first] as WaitingRun).startBy <= timeline.now())
      (queue[first++] as WaitingRun).giveUp();
    tellRoom();
  }

  return {
    run(waitingRun) {
      queue.push(waitingRun);
      begin();
      if (waiting() === 0 || waitingRun.startBy <= watchedUntil) return;
      watchedUntil = waitingRun.startBy;
      timeline.at(watchedUntil, giveUpLate);
    },
    room: () => Math.floor(capacity() - waiting()),
    arrivals: () => queue.length,
    whenRoom(happen) {
      hasRoom = happen;
      tellRoom();
    },
    left: () => left,
  };
}
