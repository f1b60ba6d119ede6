// Understands the pings of a heartbeat: which runs they tell of, which slots end with
// them, and which end without. No I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import {
  inBrief,
  type Ping,
  type RecentPing,
  recentPingsKept,
} from "#domain/heartbeats/ping.ts";
import { mayOpen } from "#domain/incidents/alarm.ts";
import {
  credibleMemory,
  neverHeard,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import type { Outcome } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { ruleOf, watch, withAlarm } from "#domain/rounds/watch.ts";
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import { isCredible } from "#domain/time/clock-trust.ts";
import { ample } from "./drop-slots.ts";
import { createHearing, type HeardTarget, type Hearing, remember } from "./hearing.ts";
import { nextDeadline, passDeadlines } from "./pass-deadlines.ts";
import { quietEnd } from "./quiet-end.ts";
import { takePing } from "./take-ping.ts";

/** What pings and the time that has passed have come to. */
export type Heard = {
  outcome: Outcome;
  /** When the next slot or run is over unless a ping comes; null for never. Epoch ms. */
  nextAt: number | null;
  /** The end of a run that would turn nothing now; null where each may. */
  quiet: "success" | "fail" | null;
  /** The latest pings, the newest last. */
  lately: readonly RecentPing[];
  /**
   * Whether the pings were understood. More slots may have passed before the first of them
   * than the looks sufficed for: then it must be heard again at `nextAt`, with all of them.
   */
  taken: boolean;
};

/** `lately` are the latest pings before these. Time has come to `now`, epoch ms. */
export function hearPings(
  target: HeardTarget,
  state: TargetState,
  pings: readonly Ping[],
  lately: readonly RecentPing[],
  now: number,
  looks: Allowance,
): Heard {
  const spec = heartbeatSpecOf(target);
  const hearing = createHearing(target, spec, believed(state, now), lately, looks);
  const inOrder = orderPings(pings, target.anchorAt, hearing.memory.heardAt, now);
  const [first] = inOrder;
  const taken = first === undefined || passDeadlines(hearing, first.at - 1);
  if (taken) for (const { ping, at } of inOrder) hearPing(hearing, ping, at);
  const until = Math.max(now, hearing.memory.heardAt);
  const isWhole = taken && passDeadlines(hearing, until);
  const outcome = outcomeOf(hearing, state);
  return {
    outcome,
    nextAt: isWhole ? nextDeadline(hearing) : until,
    quiet: isWhole ? quietEnd(hearing, state.alarm, outcome.state.alarm) : null,
    lately: hearing.lately,
    taken,
  };
}

function believed(state: TargetState, now: number): TargetState {
  const { heartbeat } = state;
  const credible = heartbeat && credibleMemory(heartbeat, now);
  return credible === heartbeat
    ? state
    : { ...state, ...(credible && { heartbeat: credible }) };
}

type Placed = { ping: Ping; at: number };

/**
 * Clocks differ by so much, ms: a ping that comes with its heartbeat's first moment is none
 * from before.
 */
const skewMs = 5_000;

/**
 * The pings in the order of time, each with the instant at which it is taken: not before
 * what is understood already, and not ahead of any credible clock.
 */
function orderPings(
  pings: readonly Ping[],
  anchorAt: number,
  heardAt: number,
  now: number,
): Placed[] {
  const placed = pings.map((ping) => {
    const told = isCredible(ping.at, now) ? ping.at : now;
    const at = told >= anchorAt - skewMs ? Math.max(told, anchorAt) : told;
    return { ping, at: Math.max(at, heardAt) };
  });
  return placed.toSorted((a, b) => a.at - b.at || a.ping.n - b.ping.n);
}

function hearPing(hearing: Hearing, ping: Ping, at: number): void {
  passDeadlines(hearing, at - 1, ample());
  const told = takePing(hearing, ping, at);
  remember(hearing, { heardAt: at });
  if (told === "unreadable") {
    note(hearing, { ...inBrief(ping), ignored: told });
    return;
  }
  const { n, body } = ping;
  const hasBody = told !== null && body !== null && body !== "";
  note(hearing, { ...inBrief(ping), ...told, hasBody });
  if (!hasBody) return;
  const { id: targetId } = hearing.target;
  const { dueAt } = told;
  hearing.outcome.news.push({ kind: "run-logged", targetId, dueAt, n, body });
}

function note(hearing: Hearing, ping: RecentPing): void {
  hearing.lately = [...hearing.lately, ping].slice(-recentPingsKept);
}

/** What has come of it, with the alarm that has seen it. The same state if nothing has. */
function outcomeOf(hearing: Hearing, before: TargetState): Outcome {
  const { outcome, memory, cursor, target } = hearing;
  const { alarm } = watch(
    ruleOf(target),
    before.alarm,
    outcome.entries,
    before.last,
    mayOpen,
  );
  const isSame =
    memory === (before.heartbeat ?? neverHeard) &&
    cursor === (before.cursor ?? Number.NEGATIVE_INFINITY) &&
    outcome.state === before;
  if (isSame) return outcome;
  const state = {
    ...outcome.state,
    heartbeat: memory,
    ...(Number.isFinite(cursor) && { cursor }),
  };
  return { ...outcome, state: withAlarm(state, alarm) };
}
