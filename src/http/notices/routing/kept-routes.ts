// Reads the tree of routes as it is stored, and replaces it where nobody else has.
import type { Deps } from "#deps";
import { treeObjection } from "#domain/notices/routing/edit-routes.ts";
import { noRoutes, type Route } from "#domain/notices/routing/routes.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { type Channel, listChannels } from "#store/notices/channels.ts";
import { routesName } from "#store/notices/config.ts";
import { readDocument, writeDocument } from "#store/notices/documents.ts";

/** The tree as it is stored, and the channels that it may name. */
export type KeptRoutes = { routes: Route; revision: number; channels: Channel[] };

export const etagOf = (revision: number): string => `"routes-${revision}"`;

export async function readStored({ db }: Pick<Deps, "db">): Promise<KeptRoutes> {
  const { value, revision } = await readDocument<Route>(db, routesName);
  return { routes: value ?? noRoutes, revision, channels: await listChannels(db) };
}

/**
 * Stores the tree that `change` makes. Throws a Problem for one that is not acceptable,
 * and when `expected`, an ETag, is no more.
 */
export async function changeRoutes(
  deps: Deps,
  expected: string | undefined,
  change: (kept: KeptRoutes) => Route,
): Promise<KeptRoutes> {
  const kept = await readStored(deps);
  const { revision, channels } = kept;
  const tag = expected?.replace(/^W\//, "");
  if (tag !== undefined && tag !== "*" && tag !== etagOf(revision)) throw stale();
  const routes = change(kept);
  const objection = treeObjection(routes);
  if (objection !== null) throw invalidField("json", [], objection);
  const written = { value: routes, revision };
  if (!(await writeDocument(deps.db, routesName, written, deps.clock.now())))
    throw stale();
  return { routes, revision: revision + 1, channels };
}

const stale = () =>
  new Problem("stale", "The routes were changed meanwhile: read them again.");
