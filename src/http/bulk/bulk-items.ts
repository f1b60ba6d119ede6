// Collects what became of each item of an operation on many targets.
import { Problem, problemContent } from "#http/problem.ts";
import { type BulkItem, outcomes } from "./bulk-documents.ts";

type Named = { id: number | null; key: string | null };

const statusOf = { created: 201, changed: 200, unchanged: 200, deleted: 204 } as const;

export const done = (outcome: keyof typeof statusOf, { id, key }: Named): BulkItem => ({
  outcome,
  status: statusOf[outcome],
  id,
  key,
  problem: null,
});

/** `place` is where in the body the item stands. */
export function failed(
  { problem, detail, errors }: Problem,
  place: string,
  { id, key }: Named,
): BulkItem {
  const content = problemContent(
    new Problem(
      problem,
      detail,
      errors.map(({ pointer, ...error }) => ({
        pointer: `${place}${pointer ?? ""}`,
        ...error,
      })),
    ),
  );
  return { outcome: "failed", status: content.status, id, key, problem: content };
}

/** What `attempt` throws as a Problem goes to `refuse`; other errors go on. */
export async function refuseProblems(
  attempt: () => Promise<void>,
  refuse: (problem: Problem) => void,
): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refuse(error);
  }
}

/**
 * How often items are tried. A try takes 15 statements at most, and the free plan gives a
 * request 50.
 */
const mostTries = 3;

/**
 * Tries what `attempt` gives back again: those that another request was faster with.
 * Gives `giveUp` what is left in the end.
 */
export async function settle<T>(
  wishes: readonly T[],
  attempt: (pending: readonly T[]) => Promise<readonly T[]>,
  giveUp: (wish: T, problem: Problem) => void,
): Promise<void> {
  let pending = wishes;
  for (let tries = 0; tries < mostTries && pending.length > 0; tries++)
    pending = await attempt(pending);
  const detail = "Other requests changed this again and again meanwhile; try again.";
  for (const wish of pending) giveUp(wish, new Problem("conflict", detail));
}

export const toBulkAnswer = (items: readonly BulkItem[], next: string | null) => ({
  items: [...items],
  counts: Object.fromEntries(
    outcomes.map((outcome) => [
      outcome,
      items.filter((item) => item.outcome === outcome).length,
    ]),
  ) as Record<(typeof outcomes)[number], number>,
  next,
});
