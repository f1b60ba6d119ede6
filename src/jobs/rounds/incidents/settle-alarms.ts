// Settles the alarms of a round's targets: reads what surrounds those whose incidents
// would open, and only then. Decides nothing (domain/rounds/settle).
import type { News } from "#domain/rounds/news.ts";
import { isSilent, suspectsOwnOutage } from "#domain/rounds/own-outage.ts";
import {
  type Circumstances,
  opensIncident,
  type Settled,
  settleFreely,
  settleOpenings,
  withEvidence,
} from "#domain/rounds/settle.ts";
import { withAlarm } from "#domain/rounds/watch.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Attended } from "#jobs/rounds/attending/attend-all.ts";
import { withAskedAgain } from "#jobs/rounds/attending/attend-heartbeat.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { readCircumstances } from "#store/rounds/circumstances.ts";
import { hearsCanary } from "./ask-canaries.ts";

export type SettledRound = {
  attended: Attended[];
  /** How many incidents would have opened, were it not we who are away. */
  held: number;
};

/** Gives the targets with their alarms as they are after the round. */
export async function settleAlarms(
  context: Pick<RoundContext, "deps" | "leaseUntil" | "fetches">,
  attended: readonly Attended[],
): Promise<SettledRound> {
  const toSee = attended.map(({ target, seen, outcome }) => ({
    target,
    before: seen.alarm,
    previous: seen.previous,
    entries: [...seen.outside, ...outcome.entries],
    heardAt: outcome.heardAt,
  }));
  const settled = new Map(toSee.map((one) => [one.target.id, settleFreely(one)]));
  const wouldOpen = toSee.filter(({ target }) => {
    const free = settled.get(target.id);
    return free !== undefined && opensIncident(free);
  });
  const isAway = wouldOpen.length > 0 && (await isOwnOutage(context, toSee));
  const openings = isAway
    ? wouldOpen.filter(({ entries }) => !isSilent(entries))
    : wouldOpen;
  if (openings.length > 0) {
    const ids = openings.map(({ target }) => target.id);
    const known = await circumstancesOf(context, ids);
    for (const [id, one] of settleOpenings(openings, known)) settled.set(id, one);
  }
  const after = attended.map((one) =>
    isAway && isSilent(one.outcome.entries)
      ? withAlarmBefore(one)
      : afterSettling(one, settled.get(one.target.id)),
  );
  return { attended: after, held: wouldOpen.length - openings.length };
}

/** Whether it is we who are away: most hosts are silent, and so are the canaries. */
async function isOwnOutage(
  context: Pick<RoundContext, "deps" | "fetches">,
  toSee: Parameters<typeof suspectsOwnOutage>[0],
): Promise<boolean> {
  if (!suspectsOwnOutage(toSee) || (await hearsCanary(context))) return false;
  context.deps.log({ event: "own-outage" });
  return true;
}

/** Runs without an answer count for nothing when it is we who are away. */
function withAlarmBefore({ outcome, seen, ...rest }: Attended): Attended {
  const alarm = seen.alarm && { ...seen.alarm, recheckAt: null };
  return {
    ...rest,
    seen,
    outcome: { ...outcome, state: withAlarm(outcome.state, alarm) },
  };
}

function afterSettling(one: Attended, settled: Settled | undefined): Attended {
  if (settled === undefined || one.problem !== undefined) return one;
  const { outcome } = one;
  const told = withEvidence(settled.news, outcome.evidence);
  const news: News[] = [...outcome.news, ...told];
  const state = withAlarm(outcome.state, settled.alarm);
  const after = { ...outcome, state, news };
  return { ...one, outcome: withAskedAgain(after, settled.alarm) };
}

/** Nothing is known when the database does not answer: then no incident opens yet. */
async function circumstancesOf(
  { deps, leaseUntil }: Pick<RoundContext, "deps" | "leaseUntil">,
  ids: readonly number[],
): Promise<Map<number, Circumstances>> {
  const { clock, db, log, statements } = deps;
  if (statements.left() <= 0) return new Map();
  try {
    return await tryAgain(clock, leaseUntil(), () =>
      readCircumstances(db, ids, clock.now()),
    );
  } catch (error) {
    log({ event: "circumstances-unknown", problem: messageOf(error) });
    return new Map();
  }
}
