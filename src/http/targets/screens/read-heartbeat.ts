// Gives what the page of a heartbeat shows besides what every target has.
import type { Deps } from "#deps";
import { deadlineOf } from "#domain/heartbeats/hearing/pass-deadlines.ts";
import { usualOf } from "#domain/heartbeats/usual.ts";
import { type Asker, pingUrlOf } from "#http/targets/answers/reported-answer.ts";
import { findPingKey } from "#store/heartbeats/ping-keys.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import type { HeartbeatView, PingAddresses } from "#ui/heartbeats/heartbeat-view.ts";

/** Null for a target of another kind. */
export async function readHeartbeat(
  deps: Deps,
  known: KnownTarget,
  asker: Asker,
): Promise<HeartbeatView | null> {
  const { target, state, heard } = known;
  const { heartbeat: spec } = target;
  if (spec === null) return null;
  const { open = [], usual = [] } = state.heartbeat ?? {};
  const usualMs = usualOf(usual);
  return {
    addresses: await readAddresses(deps, known, asker),
    running: open.map((run) => ({
      rid: run.rid,
      startedAt: run.startedAt,
      slot: run.slot,
      deadlineAt: deadlineOf({ target, spec }, run),
    })),
    usual: usualMs && { p50Ms: usualMs.p50, p95Ms: usualMs.p95, runs: usual.length },
    lately: heard?.lately.toReversed() ?? [],
    pings: heard?.pings ?? 0,
  };
}

/** Null for those who may not know them. There is a key once somebody asked for one. */
async function readAddresses(
  { db, settings }: Deps,
  { target }: KnownTarget,
  asker: Asker,
): Promise<PingAddresses | null> {
  const byUuid = pingUrlOf(target, asker, settings);
  if (byUuid === null) return null;
  const slug = target.heartbeat?.slug ?? null;
  const key = slug === null ? null : await findPingKey(db);
  const base = byUuid.slice(0, byUuid.lastIndexOf("/"));
  return { byUuid, bySlug: key === null ? null : `${base}/${key}/${slug}` };
}
