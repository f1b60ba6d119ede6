// Pauses, resumes, tags and deletes chosen targets with the bulk operations of the API:
// as many as one request may.
import type { Deps } from "#deps";
import { mostItems } from "#http/bulk/bulk-documents.ts";
import { editMany } from "#http/bulk/edit-many.ts";
import type { Selection } from "#ui/overview/bulk/selection.ts";
import { readFilter } from "./overview-query.ts";

/** What is done to each target. */
export type Edit =
  | { operation: "pause" | "resume" | "delete" }
  | { operation: "tag"; add: string[]; remove: string[] };

/** What became of the targets, by their ids. */
export type Done = {
  changed: number[];
  unchanged: number;
  refused: number;
  /** Why the first one was refused. */
  why: string | null;
};

/** What is left of a selection; null when nothing is. */
export type Left = { selection: Selection; after: number | null } | null;

/**
 * What a call of the bulk operations sends at most: three tries of thirteen statements,
 * the maintenance windows, and the search (http/bulk/bulk-items).
 */
const statementsACall = 42;

/** Goes on after the id `after` where a filter was begun by an earlier request. */
export async function editChosen(
  deps: Deps,
  selection: Selection,
  edit: Edit,
  after: number | null,
): Promise<{ done: Done; left: Left }> {
  const done: Done = { changed: [], unchanged: 0, refused: 0, why: null };
  let left: Left = { selection, after };
  // The first call is made in any case: a request has its statements for it.
  do {
    left = await editSome(deps, left, edit, done);
  } while (left !== null && deps.statements.left() >= statementsACall);
  if (done.changed.length > 0) deps.lookSoon();
  return { done, left };
}

async function editSome(
  deps: Deps,
  { selection, after }: NonNullable<Left>,
  edit: Edit,
  done: Done,
): Promise<Left> {
  const shared = { dryRun: false, cursor: after };
  if (selection.which === "filter") {
    const filter = await readFilter(deps, selection.filter);
    const { items, next } = await editMany(deps, { ...edit, ...shared, filter });
    count(items, done);
    return next === null ? null : { selection, after: items.at(-1)?.id ?? null };
  }
  const targets = selection.ids.slice(0, mostItems);
  const ids = selection.ids.slice(mostItems);
  const { items } = await editMany(deps, { ...edit, ...shared, targets });
  count(items, done);
  return ids.length === 0 ? null : { selection: { which: "ticked", ids }, after: null };
}

type Items = Awaited<ReturnType<typeof editMany>>["items"];

function count(items: Items, done: Done): void {
  for (const { outcome, id, problem } of items) {
    if (outcome === "changed" || outcome === "deleted") done.changed.push(id ?? 0);
    else if (outcome === "unchanged") done.unchanged += 1;
    else {
      done.refused += 1;
      done.why ??= problem?.errors?.[0]?.detail ?? problem?.detail ?? null;
    }
  }
}
