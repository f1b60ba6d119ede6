// Reads the tree of routes as it is stored, and changes it where nobody else has.
import type { Deps } from "#deps";
import { treeObjection } from "#domain/notices/routing/edit-routes.ts";
import { noRoutes, type Route } from "#domain/notices/routing/routes.ts";
import { invalidField } from "#http/problem.ts";
import { checkPrecondition, type Precondition } from "#http/targets/etag.ts";
import {
  etagOfDocument,
  type NamedDocument,
  replaceDocument,
} from "#http/targets/replace-document.ts";
import { type Channel, listChannels } from "#store/notices/channels.ts";
import { routesName } from "#store/notices/config.ts";
import { readDocument } from "#store/notices/documents.ts";

/** The tree as it is stored, and the channels that it may name. */
export type KeptRoutes = { routes: Route; revision: number; channels: Channel[] };

export const tree: NamedDocument = { name: routesName, what: "tree of routes" };

export const etagOfRoutes = (kept: { revision: number }): string =>
  etagOfDocument(tree, kept);

export async function readStored({ db }: Pick<Deps, "db">): Promise<KeptRoutes> {
  const { value, revision } = await readDocument<Route>(db, routesName);
  return { routes: value ?? noRoutes, revision, channels: await listChannels(db) };
}

/**
 * Stores the tree that `change` makes of the stored one. Throws a Problem for a tree that
 * is not acceptable, and when the stored one is not as expected.
 */
export async function changeRoutes(
  deps: Deps,
  expected: Precondition,
  change: (kept: KeptRoutes) => Route,
): Promise<void> {
  const kept = await readStored(deps);
  checkPrecondition(expected, { id: tree.name, revision: kept.revision }, tree.what);
  const value = change(kept);
  const objection = treeObjection(value);
  if (objection !== null) throw invalidField("json", [], objection);
  // The change was made of this tree, whatever was expected.
  const found = { "if-match": etagOfRoutes(kept) };
  await replaceDocument(deps, tree, { value, expected: found });
}
