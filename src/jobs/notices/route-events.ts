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
  statementsToRecordRouting,
} from "#store/notices/outbox/grouping.ts";
import type { Delivery } from "./delivery.ts";

/** Statements that routing takes. */
export const statementsToRoute = 4;

/** Groups that are changed at once, unless a single event is told in more. */
const mostGroups = 1_000;

type Routed = { key: string; changes: Change[]; passage: Passage | null };

/**
 * Routes the events, or the first of them where they are told in very many groups. taken:
 * somebody else was faster, and nothing has changed. no-room: it takes more statements
 * than are left.
 */
export async function routeEvents(
  delivery: Delivery,
  waiting: readonly BriefEvent[],
): Promise<"done" | "taken" | "no-room"> {
  const { deps, config, counts } = delivery;
  const { db, clock, newToken, statements } = deps;
  const over = waiting.filter(({ kind }) => kind === "incident-closed");
  const ids = over.flatMap(({ incidentId }) => incidentId ?? []);
  const tellers =
    ids.length > 0 ? await readTellers(db, ids) : new Map<string, string[]>();
  const { events, routed } = firstToGroups(delivery, waiting, tellers);
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
  if (statements.left() < statementsToRecordRouting(changed)) return "no-room";
  if (!(await recordRouting(db, eventIds, changed, newToken()))) return "taken";
  counts.events += events.length;
  return "done";
}

/** As many of the first events as change a bounded number of groups; one at least. */
function firstToGroups(
  delivery: Delivery,
  waiting: readonly BriefEvent[],
  tellers: ReadonlyMap<string, readonly string[]>,
) {
  for (let events = waiting; ; events = events.slice(0, Math.ceil(events.length / 2))) {
    const routed = toGroups(delivery, events, tellers);
    if (routed.size <= mostGroups || events.length <= 1) return { events, routed };
  }
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
