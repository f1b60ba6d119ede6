// Runs chosen targets now, a few at a time: as many as one request has statements and
// time for.
import type { Deps } from "#deps";
import { connections } from "#domain/budget.ts";
import { getTarget } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import { runNow } from "#http/runs/run-now.ts";
import { findMatching } from "#store/targets/find-targets.ts";
import type { Selection } from "#ui/overview/bulk/selection.ts";
import type { Left } from "./edit-chosen.ts";
import { readFilter } from "./overview-query.ts";

/** More runs in one request would keep a browser waiting. */
const mostRuns = 20;

/** A request begins no run after so long, ms: each may take its timeout. */
const longestMs = 10_000;

/** What finding a target, running it and recording that sends at most. */
const statementsARun = 12;

export type Ran = { begun: number; ok: number; refused: number; why: string | null };

export async function runChosen(
  deps: Deps,
  selection: Selection,
  after: number | null,
): Promise<{ ran: Ran; left: Left }> {
  const { ids, hasMore } = await idsOf(deps, selection, after);
  const queue = ids.slice(0, mostRuns);
  const ran: Ran = { begun: 0, ok: 0, refused: 0, why: null };
  const until = deps.clock.now() + longestMs;
  let taken = 0;
  const work = async () => {
    // The first one begins in any case: a request has its statements for it.
    while (taken < queue.length && (taken === 0 || mayBegin(deps, until))) {
      const id = queue[taken++] as number;
      const release = deps.statements.keep(statementsARun);
      try {
        await runOne(deps, id, ran);
      } finally {
        release();
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const rest = ids.slice(taken);
  if (rest.length === 0 && !hasMore) return { ran, left: null };
  return selection.which === "ticked"
    ? { ran, left: { selection: { which: "ticked", ids: rest }, after: null } }
    : { ran, left: { selection, after: queue[taken - 1] ?? after } };
}

const mayBegin = ({ clock, statements }: Deps, until: number): boolean =>
  clock.now() < until && statements.left() >= statementsARun;

/** In the order of their ids; of a filter as many as one request runs. */
async function idsOf(
  deps: Deps,
  selection: Selection,
  after: number | null,
): Promise<{ ids: number[]; hasMore: boolean }> {
  if (selection.which === "ticked") return { ids: [...selection.ids], hasMore: false };
  const filter = await readFilter(deps, selection.filter);
  const found = await findMatching(deps.db, filter, after ?? 0, mostRuns + 1);
  const ids = found.slice(0, mostRuns).map(({ id }) => id);
  return { ids, hasMore: found.length > mostRuns };
}

async function runOne(deps: Deps, id: number, ran: Ran): Promise<void> {
  try {
    const began = await runNow(deps, await getTarget(deps, { id }));
    ran.begun += 1;
    if (began.outcome === "opened" || began.run.failure === null) ran.ok += 1;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ran.refused += 1;
    ran.why ??= error.detail;
  }
}
