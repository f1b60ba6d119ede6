// Decides at the end of a round which incidents of its targets open: not in maintenance,
// and not beside one of a target that they depend on. No I/O, no clock.
import { mayOpen, type Permission } from "#domain/incidents/alarm.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import { askAgain } from "#domain/incidents/ask-again.ts";
import { type IncidentNews, newsOfTurns } from "#domain/incidents/incident-news.ts";
import type { Entry, Run } from "#domain/runs/run.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import type { Evidence } from "./outcome.ts";
import { ruleOf, type Watched, type Watching, watch } from "./watch.ts";

/** What the alarm of a target is to see of a round. */
export type ToSee = {
  target: Watching & { id: number };
  /** The alarm before the first of the entries, and the run before them. */
  before: Alarm | undefined;
  previous: Run | undefined;
  entries: readonly Entry[];
  /** Up to when a heartbeat was heard: its incident that had to wait is asked for again. */
  heardAt?: number | undefined;
};

/** What surrounds a target whose incident would open. */
export type Circumstances = {
  inMaintenance: boolean;
  /** The targets that it depends on, with their incidents that are open. */
  parents: readonly { id: number; isDown: boolean; incident: string | null }[];
};

/** What has become of a target's alarm, and who is to be told. */
export type Settled = { alarm: Alarm | undefined; news: IncidentNews[] };

function see(one: ToSee, permission: Permission): Watched {
  const { target, before, previous, entries, heardAt } = one;
  const rule = ruleOf(target);
  const watched = watch(rule, before, entries, previous, permission);
  if (heardAt === undefined || watched.alarm === undefined) return watched;
  const lastFailure = lastRunOf(one)?.failure ?? null;
  const asking = { targetId: target.id, at: heardAt, lastFailure };
  const { alarm, turn } = askAgain(rule, watched.alarm, asking, permission);
  return { alarm, turns: turn ? [...watched.turns, turn] : watched.turns };
}

const lastRunOf = ({ entries, previous }: ToSee): Run | undefined =>
  entries.findLast((entry) => entry.kind === "run")?.run ?? previous;

const toSettled = ({ target }: ToSee, { alarm, turns }: Watched): Settled => ({
  alarm,
  news: newsOfTurns(target.id, turns),
});

/** What a target comes to when nothing keeps its incident from opening. */
export const settleFreely = (one: ToSee): Settled => toSettled(one, see(one, mayOpen));

export const opensIncident = ({ news }: Settled): boolean =>
  news.some(({ event }) => event === "incident-opened");

/**
 * What the targets come to whose incidents would open. Those that another one of them
 * depends on are settled first.
 */
export function settleOpenings(
  openings: readonly ToSee[],
  circumstances: ReadonlyMap<number, Circumstances>,
): Map<number, Settled> {
  const byId = new Map(openings.map((one) => [one.target.id, one]));
  const settled = new Map<number, Settled>();
  const underWay = new Set<number>();
  const settle = (one: ToSee): void => {
    const { id } = one.target;
    if (settled.has(id) || underWay.has(id)) return;
    underWay.add(id);
    const known = circumstances.get(id);
    for (const parent of known?.parents ?? []) {
      const own = byId.get(parent.id);
      if (own) settle(own);
    }
    settled.set(id, settleOne(one, known, settled));
  };
  for (const one of openings) settle(one);
  return settled;
}

function settleOne(
  one: ToSee,
  known: Circumstances | undefined,
  settled: ReadonlyMap<number, Settled>,
): Settled {
  if (known === undefined) return toSettled(one, see(one, { may: "wait" }));
  const beside = openedBeside(known, settled);
  const { alarm, news } = toSettled(one, see(one, permissionIn(known, beside)));
  const base = beside?.facts ?? null;
  return {
    alarm,
    news: news.map((item) => (item.event === "incident-held" ? { ...item, base } : item)),
  };
}

/** Whether a target is to be paused, having failed so often in a row. */
export const isToBePaused = (
  { pauseAfter }: AlarmRule,
  { alarm }: { alarm?: Alarm },
): boolean => pauseAfter !== null && alarm !== undefined && alarm.row >= pauseAfter;

/** The news with the start of the body that their run kept. */
export const withEvidence = (
  news: readonly IncidentNews[],
  evidence: readonly Evidence[],
): IncidentNews[] =>
  news.map((one) => {
    const kept = evidence.find(({ at }) => at === one.at);
    return kept ? { ...one, facts: { ...one.facts, body: kept.body } } : one;
  });

/** The incident of a parent that opens in the same round. */
const openedBeside = (
  { parents }: Circumstances,
  settled: ReadonlyMap<number, Settled>,
): IncidentNews | undefined =>
  parents
    .flatMap(({ id }) => settled.get(id)?.news ?? [])
    .find(({ event }) => event === "incident-opened");

function permissionIn(
  { inMaintenance, parents }: Circumstances,
  beside: IncidentNews | undefined,
): Permission {
  if (inMaintenance) return { may: "wait" };
  const parent = parents.find(({ incident }) => incident !== null)?.incident;
  const joined = parent ?? beside?.incidentId;
  if (joined !== undefined) return { may: "join", parent: joined };
  return parents.some(({ isDown }) => isDown) ? { may: "linger" } : mayOpen;
}
