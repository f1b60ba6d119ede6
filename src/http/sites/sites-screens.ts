// Shows the sites, and the crawls of one: its last crawl, any of them in full; cancels one.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import { textField } from "#http/fields.ts";
import { pageFields, toPage } from "#http/page.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  goTo,
  newScreens,
  paramsOf,
  queryOf,
  shown,
} from "#http/screens/screen.ts";
import { listCrawls } from "#store/sites/crawls.ts";
import { listNewest, listPages } from "#store/sites/page-list.ts";
import { readLastCrawls } from "#store/sites/summaries/last-crawls.ts";
import { listTargets } from "#store/targets/list-targets.ts";
import { CrawlScreen } from "#ui/sites/crawl-screen.tsx";
import { type ChangeKind, changeKinds, SiteScreen } from "#ui/sites/site-screen.tsx";
import { SitesScreen } from "#ui/sites/sites-screen.tsx";
import { cancelCrawl, crawlParam, getCrawl } from "./crawls.ts";
import { shownOfSite, siteOf } from "./of-site.ts";
import { anyPage } from "./page-filter.ts";

export const sitesScreens = newScreens();

const sitesQuery = z.object({
  text: textField("Is part of the name, the URL or the key."),
  ...pageFields(200, 50, z.int()),
});

sitesScreens.get(
  "/sites",
  shown(async (c, viewer) => {
    const { db } = c.get("deps");
    const { limit, cursor, text = null } = queryOf(c, sitesQuery);
    const known = await listTargets(db, {
      kind: "site",
      text,
      tags: [],
      host: null,
      status: null,
      enabled: null,
      sort: "created",
      after: cursor === null ? null : { id: cursor, name: "" },
      limit: limit + 1,
    });
    const { items, next } = toPage(
      known,
      limit,
      ({ target }) => target,
      ({ target }) => target.id,
    );
    const crawls = await readLastCrawls(
      db,
      items.map(({ id }) => id),
    );
    return SitesScreen({
      viewer,
      notice: takeNotice(c),
      sites: items.map((target) => ({ target, crawl: crawls.get(target.id) ?? null })),
      next,
      text: text ?? "",
      isWhole: next === null && cursor === null && text === null,
    });
  }),
);

const siteQuery = z.object({
  show: z.enum(changeKinds).optional(),
  ...pageFields(200, 10, z.int()),
});

sitesScreens.get(
  "/targets/:id/site",
  shownOfSite(async (c, { viewer, target }) => {
    const deps = c.get("deps");
    const { show, cursor, limit } = queryOf(c, siteQuery);
    const [newest, older, broken] = await Promise.all([
      listCrawls(deps.db, target.id, { before: null, limit: limit + 1 }),
      cursor === null
        ? null
        : listCrawls(deps.db, target.id, { before: cursor, limit: limit + 1 }),
      listPages(deps.db, target.id, { ...anyPage, status: "broken" }, brokenShown),
    ]);
    const [last = null, before = null] = newest;
    const history = toPage(
      older ?? newest,
      limit,
      (crawl) => crawl,
      ({ id }) => id,
    );
    return SiteScreen({
      viewer,
      target,
      notice: takeNotice(c),
      last,
      before,
      history: history.items,
      next: history.next,
      changes: await readChanges(deps, target, last, show),
      broken,
    });
  }),
);

const brokenShown = { after: null, limit: 10 };

/** So many pages that are new, changed or gone are shown at once. */
const changesShown = 20;

/** What a crawl found of the kind that is asked for; else of the first kind of which it did. */
async function readChanges(
  deps: Deps,
  { id }: Target,
  crawl: Crawl | null,
  asked: ChangeKind | undefined,
) {
  const kind =
    asked ?? changeKinds.find((name) => (crawl?.progress[name] ?? 0) > 0) ?? "new";
  const count = crawl?.progress[kind] ?? 0;
  const limit = Math.min(changesShown, count);
  if (crawl === null || limit === 0) return { kind, pages: [] };
  const since = crawl.startedAt;
  const place = { after: null, limit };
  const readers = {
    new: () => listNewest(deps.db, id, since, limit),
    changed: () => listPages(deps.db, id, { ...anyPage, changedSince: since }, place),
    gone: () => listPages(deps.db, id, { ...anyPage, goneSince: since }, place),
    unseen: () => listPages(deps.db, id, { ...anyPage, unseen: true }, place),
  };
  return { kind, pages: await readers[kind]() };
}

sitesScreens.get(
  "/targets/:id/crawls/:crawlId",
  shownOfSite(async (c, { viewer, target }) => {
    const deps = c.get("deps");
    const { crawlId } = paramsOf(c, crawlParam);
    const crawl = await getCrawl(deps, target.id, crawlId);
    const older = { before: crawl.id, limit: 1 };
    const [before = null] = await listCrawls(deps.db, target.id, older);
    return CrawlScreen({ viewer, target, crawl, before, notice: takeNotice(c) });
  }),
);

sitesScreens.post(
  "/targets/:id/crawls/:crawlId/cancel",
  acted(async (c, { words }) => {
    const deps = c.get("deps");
    const target = await siteOf(c);
    const crawl = await getCrawl(deps, target.id, paramsOf(c, crawlParam).crawlId);
    const { isMine } = await cancelCrawl(deps, target, crawl);
    const { cancelled, alreadyEnded } = words.sites;
    const said = isMine ? cancelled(crawl.id) : alreadyEnded(crawl.id);
    leaveNotice(c, { said, undo: null });
    return goTo(c, `/targets/${target.id}/site`);
  }),
);
