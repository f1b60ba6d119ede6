// Lists all sites, each with its last crawl.
import { type Crawl, countFound } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { addressWith, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { liveSecondsOf } from "./crawl-card.tsx";
import { CrawlState, NumberCell } from "./crawl-table.tsx";
import { More, shorten } from "./crawled.tsx";
import { RowsTable } from "./rows-table.tsx";

/** A site and its last crawl; null before the first. */
type CrawledSite = { target: Target; crawl: Crawl | null };

type SitesProps = {
  viewer: Viewer;
  notice: Notice | null;
  sites: readonly CrawledSite[];
  next: string | null;
  /** The text that is searched for; "" for none. */
  text: string;
  /** Whether these are all sites that there are: then sums can be told. */
  isWhole: boolean;
};

export const SitesScreen = (props: SitesProps) => {
  const { viewer, sites, next, text, notice } = props;
  const { list } = viewer.words.sites;
  const title = sayState(props);
  const open = sites.find(({ crawl }) => crawl?.endedAt === null)?.crawl ?? null;
  return (
    <Page viewer={viewer} title={title} place="sites" liveSeconds={liveSecondsOf(open)}>
      <NoticeView viewer={viewer} notice={notice} />
      <div class="head">
        <h1>{title}</h1>
        {viewer.role === "admin" && (
          <a class="button primary" href="/targets/new?kind=site">
            {list.add}
          </a>
        )}
      </div>
      {sites.length === 0 && text === "" ? (
        <p class="card">{list.empty}</p>
      ) : (
        <section class="card" data-swap aria-label={list.caption}>
          <form class="filter" method="get" action="/sites">
            <label class="grow">
              {list.search}
              <input type="search" name="text" value={text} maxlength={200} />
            </label>
            <button type="submit">{list.filter}</button>
          </form>
          {sites.length === 0 ? <p>{list.noneFound}</p> : <SiteTable {...props} />}
          <More
            viewer={viewer}
            href={next === null ? null : addressWith(viewer.address, "cursor", next)}
          />
        </section>
      )}
    </Page>
  );
};

/** What is to be known first. */
function sayState({ viewer, sites, isWhole }: SitesProps): string {
  const { list } = viewer.words.sites;
  if (!isWhole) return list.more;
  if (sites.length === 0) return list.none;
  const running = sites.filter(({ crawl }) => crawl?.endedAt === null).length;
  const failing = sites.filter(({ crawl }) => (crawl?.progress.failed ?? 0) > 0).length;
  return list.join([
    list.title(counted(sites.length)),
    ...(running > 0 ? [list.running(counted(running))] : []),
    ...(failing > 0 ? [list.failing(counted(failing))] : []),
  ]);
}

const SiteTable = ({ viewer, sites }: SitesProps) => {
  const { columns, list } = viewer.words.sites;
  return (
    <RowsTable
      caption={list.caption}
      texts={[columns.site, columns.lastCrawl]}
      figures={([...numbers, "when"] as const).map((name) => columns[name])}
    >
      {sites.map((site) => (
        <SiteRow viewer={viewer} {...site} />
      ))}
    </RowsTable>
  );
};

const numbers = ["pages", "broken", "new", "changed", "gone"] as const;

const figureOf: Readonly<Record<(typeof numbers)[number], (crawl: Crawl) => number>> = {
  pages: (crawl) => countFound(crawl).found,
  broken: ({ progress }) => progress.failed,
  new: ({ progress }) => progress.new,
  changed: ({ progress }) => progress.changed,
  gone: ({ progress }) => progress.gone,
};

const SiteRow = ({ viewer, target, crawl }: CrawledSite & { viewer: Viewer }) => {
  const { columns, never } = viewer.words.sites;
  return (
    <tr>
      <th scope="row" class="who">
        <span>
          <a href={`/targets/${target.id}/site`} title={shorten(target.name)}>
            <bdi>{shorten(target.name)}</bdi>
          </a>
          <i>{shorten(target.url)}</i>
        </span>
      </th>
      <td>
        {crawl !== null && <CrawlState viewer={viewer} crawl={crawl} />}
        {crawl === null && (
          <Status
            kind={target.enabled ? "new" : "paused"}
            language={viewer.language}
            words={target.enabled ? never : viewer.words.statuses.paused}
          />
        )}
      </td>
      {numbers.map((name) =>
        crawl === null ? (
          <td class="n gone" />
        ) : (
          <NumberCell name={columns[name]} value={figureOf[name](crawl)} />
        ),
      )}
      {crawl === null ? (
        <td class="n gone" />
      ) : (
        <td class="n" data-th={columns.when}>
          <Time at={crawl.endedAt ?? crawl.startedAt} form="ago" viewer={viewer} />
        </td>
      )}
    </tr>
  );
};
