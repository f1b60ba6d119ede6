// Takes one ping of a heartbeat: it begins a run, ends one, or tells of one. No I/O, no
// clock.

import type { Ping } from "#domain/heartbeats/ping.ts";
import {
  mostOpenRuns,
  type OpenRun,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { beginRun, hearSign } from "./begin-run.ts";
import {
  endLate,
  endOpen,
  endOverdue,
  reportWhole,
  type ToldEnd,
  type ToldRun,
} from "./end-run.ts";
import { type Hearing, remember } from "./hearing.ts";

/** The run that a ping tells of; null where it tells of none. */
type Told = ToldRun | null;

/**
 * Takes a ping at `at`, to which all before has been understood. One that makes our own
 * code throw changes nothing and is told as unreadable: those behind it must not wait.
 */
export function takePing(hearing: Hearing, ping: Ping, at: number): Told | "unreadable" {
  const goBack = markOf(hearing);
  try {
    return take(hearing, ping, at);
  } catch {
    goBack();
    return "unreadable";
  }
}

/** Gives what sets a hearing back to how it is now. Outcomes only add to their lists. */
function markOf(hearing: Hearing): () => void {
  const before = { ...hearing };
  const { entries, news, evidence } = hearing.outcome;
  const lengths = [entries.length, news.length, evidence.length] as const;
  return () => {
    Object.assign(hearing, before);
    [entries.length, news.length, evidence.length] = lengths;
  };
}

function take(hearing: Hearing, ping: Ping, at: number): Told {
  switch (ping.action) {
    case "start":
      return takeStart(hearing, ping, at);
    case "log":
      return takeLog(hearing, ping, at);
    case "success":
    case "fail":
      return takeEnd(hearing, ping, at);
  }
}

/** A start that is repeated begins nothing. */
function takeStart(hearing: Hearing, { rid }: Ping, at: number): Told {
  const { open, ended, overdue } = hearing.memory;
  if (rid !== null) {
    const known = open.find((run) => run.rid === rid);
    if (known) return { dueAt: known.dueAt, durationMs: null };
    if (ended.includes(rid) || overdue.includes(rid)) return null;
  }
  const served = beginRun(hearing, at);
  const run: OpenRun = { rid, startedAt: at, ...served, aliveAt: at };
  remember(hearing, {
    open: [...hearing.memory.open, run],
    ...(rid === null && { overdue: overdue.filter((other) => other !== null) }),
  });
  const [oldest] = hearing.memory.open;
  if (oldest && hearing.memory.open.length > mostOpenRuns)
    endOverdue(hearing, oldest, at);
  return { dueAt: run.dueAt, durationMs: null };
}

/** A log belongs to the run of its rid, or to the latest that is open. */
function takeLog(hearing: Hearing, { rid }: Ping, at: number): Told {
  const { open } = hearing.memory;
  const isMeant = (run: OpenRun) => rid === null || run.rid === rid;
  const latest = open.findLast(isMeant);
  if (latest === undefined) return null;
  if (hearing.spec.keepAlive)
    remember(hearing, {
      open: open.map((run) => (isMeant(run) ? { ...run, aliveAt: at } : run)),
    });
  return { dueAt: latest.dueAt, durationMs: null };
}

/**
 * An end belongs to the open run of its rid; without one to all that are open. It may also
 * tell of a whole run, or come too late. An end that is repeated ends nothing.
 */
function takeEnd(hearing: Hearing, ping: Ping, at: number): Told {
  const { rid } = ping;
  const { ended, overdue } = hearing.memory;
  if (rid !== null && ended.includes(rid)) return null;
  const meant = meantBy(hearing.memory.open, ping);
  const [latest] = meant.slice(-1);
  const told = { ...ping, failure: failureOf(ping) };
  if (latest !== undefined) {
    hearSign(hearing, at);
    for (const run of meant.slice(0, -1)) endOpen(hearing, run, at, withoutBody(told));
    return endOpen(hearing, latest, at, told);
  }
  const isLate = ping.startedAt === null && overdue.includes(rid);
  return isLate ? endLate(hearing, rid, at, told) : reportWhole(hearing, rid, at, told);
}

/** The open runs that an end ends, in the order of their starts. */
function meantBy(open: readonly OpenRun[], { rid, startedAt }: Ping): readonly OpenRun[] {
  if (rid !== null) return open.filter((run) => run.rid === rid);
  return startedAt === null ? open : [];
}

const withoutBody = (told: ToldEnd): ToldEnd => ({
  ...told,
  body: null,
  bodyBytes: 0,
  counts: null,
});

function failureOf({ action, exitStatus }: Ping): Failure | null {
  if (action === "fail") return { class: "exit", status: exitStatus };
  return exitStatus ? { class: "exit", status: exitStatus } : null;
}
