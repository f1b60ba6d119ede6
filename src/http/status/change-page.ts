// Puts and deletes status pages. Refuses a change of what somebody else changed meanwhile.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import { type KeptPage, mostPages } from "#domain/status/status-page.ts";
import { invalid, Problem } from "#http/problem.ts";
import { checkPrecondition, type Precondition, staleThing } from "#http/targets/etag.ts";
import {
  changePage,
  createPage,
  deletePage,
  findPage,
} from "#store/status/status-pages.ts";
import { parsePage, StatusPageDocument } from "./status-document.ts";

export const noPage = (slug: string) =>
  new Problem("not-found", `There is no status page ${slug}.`);

export async function getPage({ db }: Deps, slug: string): Promise<KeptPage> {
  const kept = await findPage(db, slug);
  if (kept !== null) return kept;
  throw noPage(slug);
}

/** What a page's ETag names. */
export const revisedOf = ({ slug, revision }: KeptPage) => ({ id: slug, revision });

/** Which page a request is about, and what it expects to find. */
type Asked = { slug: string; expected: Precondition };

/** A page as a request left it, and whether the request created it. */
type Put = { kept: KeptPage; isNew: boolean };

export async function putPage(
  deps: Deps,
  { slug, expected }: Asked,
  document: unknown,
): Promise<Put> {
  const parsed = StatusPageDocument.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  const stored = await findPage(deps.db, slug);
  checkPrecondition(expected, stored && revisedOf(stored), "status page");
  const page = await parsePage(deps, parsed.data, stored?.page ?? null);
  if (stored !== null && isSame(stored.page, page)) return { kept: stored, isNew: false };
  const now = deps.clock.now();
  if (stored !== null) {
    const kept = await changePage(deps.db, stored, page, now);
    if (kept === null) throw staleThing("status page");
    return { kept, isNew: false };
  }
  const kept = await createPage(deps.db, slug, page, now);
  if (kept !== null) return { kept, isNew: true };
  const detail = `There are ${mostPages} status pages, or somebody else made this one just now.`;
  throw new Problem("conflict", detail);
}

export async function removePage(deps: Deps, { slug, expected }: Asked): Promise<void> {
  const kept = await getPage(deps, slug);
  checkPrecondition(expected, revisedOf(kept), "status page");
  if (!(await deletePage(deps.db, kept))) throw staleThing("status page");
}
