// Attends to a heartbeat in a round: takes its pings, and ends the slots and runs whose
// time is over.
import { hearPings } from "#domain/heartbeats/hear-pings.ts";
import type { RecentPing } from "#domain/heartbeats/ping.ts";
import { unpackPings } from "#domain/heartbeats/ping-encoding.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Attend } from "./attend.ts";

export const attendHeartbeat: Attend = async (context, _span, target, state) => {
  const { inbox, recent } = target.heard ?? { inbox: "", recent: "[]" };
  const now = context.since;
  const { outcome, nextAt, quiet, lately, taken } = hearPings(
    target,
    state,
    unpackPings(inbox),
    JSON.parse(recent) as RecentPing[],
    now,
    context.looks,
  );
  if (inbox !== "" && taken)
    outcome.news.push({
      kind: "pings-taken",
      targetId: target.id,
      length: inbox.length,
      hour: hourOf(now),
      quiet,
      recent: lately,
    });
  return { ...outcome, nextAt };
};
