// Goes on with forgetting URLs, within one slice of a crawl that came to its end. What the
// slice's steps are to write, the slice records.

import {
  deleteChunks,
  deletePages,
  type Forgetting,
  type ForgettingStep,
  type Forgotten,
  nextStep,
  onlyReads,
  rewriteChunks,
  takeReferences,
  takeUnseenReferences,
} from "#domain/sites/forgetting/forgetting.ts";
import type { CrawlSession } from "#jobs/sites/crawl-session.ts";
import { sliceSpanMs } from "#jobs/sites/slice-lease.ts";
import {
  readReferences,
  readReferencesOf,
  readUrlChunks,
} from "#store/sites/forgotten-urls.ts";

/** What the steps of a slice came to. `forgotten` is null where nothing is written. */
export type StepsTaken = { isDone: boolean; forgotten: Forgotten | null };

/**
 * Takes steps, and changes what is known, until one of them writes, or would but may not;
 * until nothing is left to do, or the slice has no time, statements or budget for more.
 */
export async function takeSteps(
  session: CrawlSession,
  forgetting: Forgetting,
  most: "read" | "write",
): Promise<StepsTaken> {
  const { deps, frontier, spareStatements } = session;
  const spanMs = most === "write" ? sliceSpanMs(session) : readingMs;
  const until = deps.clock.now() + spanMs;
  let left = deps.settings.budget.tracedReferences;
  let step = nextStep(forgetting, frontier);
  let forgotten: Forgotten | null = null;
  const goesOn = () =>
    forgotten === null && left > 0 && spareStatements() > 0 && deps.clock.now() < until;
  const may = (one: ForgettingStep) => most === "write" || onlyReads(one);
  while (step !== null && may(step) && goesOn()) {
    const taken = await take(session, forgetting, step);
    forgotten = taken.forgotten;
    left -= Math.max(leastCost, taken.references);
    step = nextStep(forgetting, frontier);
  }
  return { isDone: step === null, forgotten };
}

/** A slice that has visited pages must still be recorded within its lease. */
const readingMs = 2_000;

/** What a statement costs that finds few references, as many of them. */
const leastCost = 1_000;

type Taken = { forgotten: Forgotten | null; references: number };

async function take(
  session: CrawlSession,
  forgetting: Forgetting,
  step: ForgettingStep,
): Promise<Taken> {
  const { db } = session.deps;
  const { id } = session.target;
  switch (step.do) {
    case "look-at-pages": {
      const read = await readReferences(db, id, step.from, unseenBefore(session));
      takeReferences(forgetting, read);
      return { forgotten: null, references: read.kept.length / 4 };
    }
    case "look-at-unseen": {
      const read = await readReferencesOf(db, id, step.ids);
      takeUnseenReferences(forgetting, read);
      return { forgotten: null, references: read.kept.length / 4 };
    }
    case "delete-pages":
      return { forgotten: deletePages(forgetting, step.ids), references: 0 };
    case "delete-chunks":
      return { forgotten: deleteChunks(forgetting, step.from), references: 0 };
    case "rewrite-chunks": {
      const rows = await readUrlChunks(db, id, step.chunks);
      return { forgotten: rewriteChunks(forgetting, step.chunks, rows), references: 0 };
    }
  }
}

/** Pages that no crawl came to since then were not seen for as long as is kept. */
const unseenBefore = ({ crawl, target, deps }: CrawlSession): number =>
  crawl.startedAt - (target.retention.runsMs ?? deps.settings.retention.runsMs);
