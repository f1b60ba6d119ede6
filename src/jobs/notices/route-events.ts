// Puts events into the groups of the channels that are to be told of them.
import { type BriefEvent, changeOf } from "#domain/notices/change-of-event.ts";
import { subjectOf } from "#domain/notices/event.ts";
import { addChanges, type Change, newGroup } from "#domain/notices/routing/group.ts";
import { type Passage, routeEvent, ruleAt } from "#domain/notices/routing/routes.ts";
import { enabledIds } from "#store/notices/config.ts";
import type { KeptGroup } from "#store/notices/outbox/due.ts";
import {
  readGroups,
  readTellers,
  recordRouting,
} from "#store/notices/outbox/grouping.ts";
import type { Delivery } from "./delivery.ts";

/** Statements that routing takes. */
export const statementsToRoute = 4;

type Routed = { key: string; changes: Change[]; passage: Passage | null };

/** False when somebody else was faster: then nothing has changed. */
export async function routeEvents(
  delivery: Delivery,
  events: readonly BriefEvent[],
): Promise<boolean> {
  const { deps, config, counts } = delivery;
  const { db, clock, newToken } = deps;
  const over = events.filter(({ kind }) => kind === "incident-closed");
  const ids = over.flatMap(({ incidentId }) => incidentId ?? []);
  const tellers =
    ids.length > 0 ? await readTellers(db, ids) : new Map<string, string[]>();
  const routed = toGroups(delivery, events, tellers);
  const kept = routed.size > 0 ? await readGroups(db, [...routed.keys()]) : [];
  const byKey = new Map(kept.map((group) => [group.key, group]));
  const now = clock.now();
  const changed = [...routed.values()].flatMap(({ key, changes, passage }) => {
    const known = byKey.get(key) ?? (passage && groupFor(passage, now));
    if (!known) return [];
    const { timing } = passage?.rule ?? ruleAt(config.routes, known.path);
    return [{ ...known, group: addChanges(known.group, changes, timing, now) }];
  });
  const eventIds = events.map(({ id }) => id);
  const isDone = await recordRouting(db, eventIds, changed, newToken());
  if (isDone) counts.events += events.length;
  return isDone;
}

const groupFor = (
  { groupKey, channelId, rule, groupLabels }: Passage,
  now: number,
): KeptGroup => ({
  key: groupKey,
  channelId,
  revision: 0,
  path: rule.path,
  labels: groupLabels,
  group: newGroup(now),
});

/**
 * What changes by group. Whoever was told that an incident is open is told when it is
 * over, wherever the routes lead by then.
 */
function toGroups(
  { config }: Delivery,
  events: readonly BriefEvent[],
  tellers: ReadonlyMap<string, readonly string[]>,
): Map<string, Routed> {
  const enabled = enabledIds(config);
  const routed = new Map<string, Routed>();
  const add = (key: string, change: Change, passage: Passage | null) => {
    const known = routed.get(key) ?? { key, changes: [], passage };
    known.changes.push(change);
    routed.set(key, { ...known, passage: known.passage ?? passage });
  };
  for (const event of events) {
    const change = changeOf(event);
    if (change === null) continue;
    const labels = { ...event.labels, event: subjectOf[event.kind] };
    const passages = routeEvent(config.routes, enabled, labels);
    for (const passage of passages) add(passage.groupKey, change, passage);
    const told = event.kind === "incident-closed" ? tellers.get(change.key) : undefined;
    const others = new Set(passages.map(({ groupKey }) => groupKey));
    for (const key of told ?? []) if (!others.has(key)) add(key, change, null);
  }
  return routed;
}
