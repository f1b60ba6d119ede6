// Makes the notices of groups that are due: decides what each tells, and words it.
import { byteLength } from "#domain/cut.ts";
import type { NoticeEvent } from "#domain/notices/event.ts";
import { flushGroup, postpone } from "#domain/notices/routing/flush-group.ts";
import {
  type GroupItem,
  isIdle,
  type Standing,
  type Telling,
  type ToldItem,
} from "#domain/notices/routing/group.ts";
import { muteUntil, ruleAt } from "#domain/notices/routing/routes.ts";
import { silencedUntil } from "#domain/notices/routing/silence.ts";
import { toMessage } from "#domain/notices/wording.ts";
import type { KeptGroup } from "#store/notices/outbox/due.ts";
import { dropGroups, type Flush, recordFlushes } from "#store/notices/outbox/grouping.ts";
import {
  type EventStanding,
  readEvents,
  readStandings,
} from "#store/notices/standings.ts";
import type { Delivery } from "./delivery.ts";
import { linksFor } from "./message-links.ts";

/** Statements that making notices takes. */
export const statementsToFlush = 6;

/** A message lists as many things: others are counted. */
const mostListed = 40;

/** Messages that are written at once: D1 takes 2,000,000 bytes, two messages' at least. */
const mostBytes = 1_000_000;

type Decision = { kept: KeptGroup; telling: Telling | null };

export async function flushGroups(
  delivery: Delivery,
  due: readonly KeptGroup[],
): Promise<void> {
  const { deps, config, counts } = delivery;
  const isTold = ({ channelId, group }: KeptGroup) =>
    config.channels.get(channelId)?.enabled === true && !isIdle(group);
  const lost = due.filter((kept) => !isTold(kept)).map(({ key }) => key);
  if (lost.length > 0) await deps.db.all(dropGroups(lost));
  const groups = due.filter(isTold);
  if (groups.length === 0) return;
  const decisions = await decide(delivery, groups);
  const flushes = await word(delivery, decisions);
  await recordFlushes(deps.db, flushes, deps.newToken(), deps.clock.now());
  counts.made += flushes.filter(({ notice }) => notice !== null).length;
}

async function decide(
  { deps, config }: Delivery,
  groups: readonly KeptGroup[],
): Promise<Decision[]> {
  const events = groups.flatMap(({ group }) => Object.values(group.items));
  const ids = [...new Set(events.map(({ event }) => event))];
  // What is old enough by then is known to go on.
  const now = deps.clock.now();
  const standings = await readStandings(deps.db, ids);
  const standingOf = (_: string, { event }: GroupItem): Standing | null => {
    const known = standings.get(event);
    return known === undefined ? null : toStanding(known, config.silences, now);
  };
  return groups.map((kept) => {
    const { mute, timing } = ruleAt(config.routes, kept.path);
    const until = muteUntil(mute, now);
    if (until !== null)
      return { kept: { ...kept, group: postpone(kept.group, until) }, telling: null };
    const { group, telling } = flushGroup(kept.group, timing, standingOf, now);
    return { kept: { ...kept, group }, telling };
  });
}

/** What is over is silenced no longer by a silence until recovery. */
function toStanding(
  { labels, incidentId, isInhibited, ...standing }: EventStanding,
  silences: Delivery["config"]["silences"],
  now: number,
): Standing {
  const { isOver } = standing;
  const holding = isOver ? silences.filter(({ endsAt }) => endsAt !== null) : silences;
  const silenced = silencedUntil(holding, { incidentId, labels }, now);
  const heldUntil = isInhibited && !isOver ? Number.POSITIVE_INFINITY : silenced;
  return { ...standing, heldUntil };
}

/** The items of a telling that are listed: what is new comes first. */
function listed({ changed, ongoing }: Telling): {
  news: ToldItem[];
  reminders: ToldItem[];
} {
  const news = changed.slice(0, mostListed);
  return { news, reminders: ongoing.slice(0, mostListed - news.length) };
}

/** What happened, for the wording of messages. */
type Known = {
  /** By event id. */
  events: ReadonlyMap<string, NoticeEvent>;
  /** What fails along with an incident, by the incident's id. */
  held: ReadonlyMap<string | null, readonly NoticeEvent[]>;
};

/** The first decisions with their messages, as many as are written at once. */
async function word(
  delivery: Delivery,
  decisions: readonly Decision[],
): Promise<Flush[]> {
  const needed = decisions.flatMap(({ telling }) => {
    if (telling === null) return [];
    const { news, reminders } = listed(telling);
    return [...news, ...reminders].map(({ event }) => event);
  });
  const { db } = delivery.deps;
  const events = needed.length > 0 ? await readEvents(db, [...new Set(needed)]) : [];
  const known: Known = {
    events: new Map(events.map((event) => [event.id, event])),
    held: Map.groupBy(
      events.filter(({ kind }) => kind === "incident-held"),
      ({ incidentId }) => incidentId,
    ),
  };
  const flushes: Flush[] = [];
  let bytes = 0;
  for (const decision of decisions) {
    const flush = await toFlush(delivery, decision, known);
    bytes += byteLength(JSON.stringify(flush.notice));
    if (flushes.length > 0 && bytes > mostBytes) break;
    flushes.push(flush);
  }
  return flushes;
}

async function toFlush(
  { deps, config }: Delivery,
  { kept, telling }: Decision,
  known: Known,
): Promise<Flush> {
  if (telling === null) return { kept, notice: null };
  const { news, reminders } = listed(telling);
  const id = `${kept.key}.${telling.seq.toString(36)}`;
  const told = telling.changed.flatMap(({ event, began }) =>
    began === undefined ? [event] : [began, event],
  );
  const newEvents = news.flatMap((item) => [
    ...(asNews(known.events.get(item.event), item) ?? []),
    ...(known.held.get(item.key) ?? []),
  ]);
  const now = deps.clock.now();
  const channel = config.channels.get(kept.channelId);
  const listedCount = news.length + reminders.length;
  const message = toMessage({
    id,
    groupKey: kept.key,
    news: newEvents,
    reminders: reminders.flatMap(({ event }) => known.events.get(event) ?? []),
    links: await linksFor(deps, telling, now),
    baseUrl: deps.settings.publicUrl,
    language: channel?.language ?? "en",
    template: channel?.template ?? null,
    zone: deps.settings.zone,
    unlisted:
      telling.changed.length + telling.ongoing.length + telling.more - listedCount,
    now,
  });
  return { kept, notice: { id, message, events: told } };
}

/** To a channel that does not know of an incident that got worse, it has just opened. */
function asNews(
  event: NoticeEvent | undefined,
  { told }: ToldItem,
): NoticeEvent[] | null {
  if (event === undefined) return null;
  const isOpening = event.kind === "incident-worse" && told === null;
  return [isOpening ? { ...event, kind: "incident-opened" } : event];
}
