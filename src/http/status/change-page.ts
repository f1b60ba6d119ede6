// Puts and deletes status pages. Tries again when another request was faster, unless the
// request says with If-Match which revision it changes.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import { type KeptPage, mostPages, type StatusPage } from "#domain/status/status-page.ts";
import { invalid, Problem } from "#http/problem.ts";
import { checkPrecondition, type Precondition } from "#http/targets/etag.ts";
import { tryWhileOvertaken } from "#http/targets/try-while-overtaken.ts";
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
  return await tryWhileOvertaken(async () => {
    const stored = await findPage(deps.db, slug);
    checkPrecondition(expected, stored && revisedOf(stored), "status page");
    const page = await parsePage(deps, parsed.data, stored?.page ?? null);
    if (stored === null) return await create(deps, slug, page);
    if (isSame(stored.page, page)) return { kept: stored, isNew: false };
    const kept = await changePage(deps.db, stored, page, deps.clock.now());
    return kept && { kept, isNew: false };
  });
}

/** Null when another request created it meanwhile. */
async function create({ db, clock }: Deps, slug: string, page: StatusPage) {
  const kept = await createPage(db, slug, page, clock.now());
  if (kept !== null) return { kept, isNew: true };
  if ((await findPage(db, slug)) !== null) return null;
  const detail = `There are ${mostPages} status pages: delete one first.`;
  throw new Problem("conflict", detail);
}

export const removePage = (deps: Deps, { slug, expected }: Asked): Promise<true> =>
  tryWhileOvertaken(async () => {
    const kept = await getPage(deps, slug);
    checkPrecondition(expected, revisedOf(kept), "status page");
    return (await deletePage(deps.db, kept)) || null;
  });
