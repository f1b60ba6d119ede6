// Settles the changes of a round's targets: reads the texts of contents that settled, and
// only then. Decides nothing (domain/rounds/judge-turns).
import { createAllowance } from "#domain/allowance.ts";
import type { ContentName, NewContent } from "#domain/changes/content.ts";
import { type FindContent, judgeTurns } from "#domain/rounds/contents/judge-turns.ts";
import type { News } from "#domain/rounds/news.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Attended } from "#jobs/rounds/attending/attend-all.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { restMs } from "#jobs/rounds/round-times.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { contentKey, readContents, type Texts } from "#store/changes/contents.ts";
import { unpackText } from "#store/changes/pack-content.ts";

/**
 * Characters that a round compares, and bytes that it reads for that, besides the first
 * pair: comparing them takes some tens of milliseconds.
 */
const comparedAtMost = 400_000;

type SettleContext = Pick<RoundContext, "deps" | "leaseUntil">;

/** Gives the targets with their contents as they are after the round. */
export async function settleChanges(
  context: SettleContext,
  attended: readonly Attended[],
): Promise<Attended[]> {
  const waiting = attended.filter(hasUnjudged);
  if (waiting.length === 0) return [...attended];
  const contentsOf = await contentsFor(context, waiting);
  const room = createAllowance(comparedAtMost);
  const now = context.deps.clock.now();
  return attended.map((one) => {
    if (!hasUnjudged(one)) return one;
    const { target, outcome } = one;
    const ofTarget = { target, room, contentOf: contentsOf(target.id) };
    const { state, news } = judgeTurns(ofTarget, outcome.state);
    const all: News[] = [...outcome.news, ...news];
    const nextAt = state.unjudged
      ? soonest(outcome.nextAt, now + restMs)
      : outcome.nextAt;
    return { ...one, outcome: { ...outcome, state, news: all, nextAt } };
  });
}

const hasUnjudged = ({ outcome, problem }: Attended): boolean =>
  problem === undefined && (outcome.state.unjudged ?? []).length > 0;

const soonest = (instant: number | null, other: number): number =>
  instant === null ? other : Math.min(instant, other);

/** Finds contents that this round saw, and of those that are kept. */
async function contentsFor(
  context: SettleContext,
  waiting: readonly Attended[],
): Promise<(targetId: number) => FindContent> {
  const seen = waiting.flatMap(({ outcome }) => outcome.news.flatMap(contentOf));
  const fresh = new Map(
    await Promise.all(
      seen.map(async (one) => {
        const { values } = one;
        return [contentKey(one), { text: await unpackText(one), values }] as const;
      }),
    ),
  );
  const wanted = waiting
    .flatMap(namesWanted)
    .filter((one) => !fresh.has(contentKey(one)));
  const known = wanted.length === 0 ? nothingKnown : await readSafely(context, wanted);
  const left = new Set((known ?? { left: wanted }).left.map(contentKey));
  return (targetId) => (hash) => {
    const key = contentKey({ targetId, hash });
    const text = known?.texts.get(key);
    const content =
      text === undefined
        ? fresh.get(key)
        : { text, values: known?.values.get(key) ?? {} };
    if (content !== undefined) return content;
    return left.has(key) ? "later" : "lost";
  };
}

const contentOf = (news: News): NewContent[] =>
  news.kind === "content-seen" ? [news.content] : [];

const namesWanted = ({ target, outcome }: Attended): ContentName[] =>
  (outcome.state.unjudged ?? []).flatMap(({ from, to }) =>
    [...(from === null ? [] : [from]), to].map((hash) => ({ targetId: target.id, hash })),
  );

const nothingKnown: Texts = { texts: new Map(), values: new Map(), left: [] };

/** Null when the database does not answer: then what settled waits for a later round. */
async function readSafely(
  { deps, leaseUntil }: SettleContext,
  wanted: readonly ContentName[],
): Promise<Texts | null> {
  const { bucket, clock, db, log, statements } = deps;
  if (statements.left() <= 0) return null;
  try {
    return await tryAgain(clock, leaseUntil(), () =>
      readContents({ db, bucket }, wanted, comparedAtMost),
    );
  } catch (error) {
    log({ event: "contents-not-read", problem: messageOf(error) });
    return null;
  }
}
