// Shows a site: its last crawl, what is new, changed or gone, what cannot be read, and the
// crawls before.
import { type Crawl, countFound } from "#domain/sites/crawl.ts";
import type { ListedPage } from "#domain/sites/listing/listed-page.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import type { Notice } from "#ui/screens/notice.tsx";
import { counted, formatNumber } from "#ui/words/format.ts";
import { CrawlCard, liveSecondsOf, sayCrawl } from "./crawl-card.tsx";
import { CrawlTable } from "./crawl-table.tsx";
import { More } from "./crawled.tsx";
import { type PageInstant, PageTable } from "./page-table.tsx";
import { type OfSite, Section, SitePage } from "./site-page.tsx";

/** What a crawl can have found of pages that were known before, or were not. */
export const changeKinds = ["new", "changed", "gone", "unseen"] as const;
export type ChangeKind = (typeof changeKinds)[number];

type Changes = { kind: ChangeKind; pages: readonly ListedPage[] };

type SiteProps = OfSite & {
  notice: Notice | null;
  /** The last crawl, and the one before it; null when there is none. */
  last: Crawl | null;
  before: Crawl | null;
  /** A part of the crawls, the newest first. */
  history: readonly Crawl[];
  changes: Changes;
  broken: readonly ListedPage[];
  /** Where the history goes on; null at its end. */
  next: string | null;
};

export const SiteScreen = (props: SiteProps) => {
  const { viewer, target, last, notice } = props;
  const state = last === null ? viewer.words.sites.never : sayCrawl(last, viewer);
  return (
    <SitePage
      viewer={viewer}
      target={target}
      state={state}
      tab="site"
      notice={notice}
      liveSeconds={liveSecondsOf(last)}
    >
      {last === null ? (
        <Never viewer={viewer} target={target} />
      ) : (
        <Crawled {...props} last={last} />
      )}
    </SitePage>
  );
};

const Never = ({ viewer: { words }, target }: OfSite) => (
  <section class="card">
    <h2>{words.sites.never}</h2>
    <p>{target.enabled ? words.sites.neverAdvice : words.sites.neverPaused}</p>
  </section>
);

type CrawledProps = SiteProps & { last: Crawl };

const Crawled = (props: CrawledProps) => {
  const { viewer, target, last, before, history, next } = props;
  return (
    <>
      <CrawlCard
        viewer={viewer}
        target={target}
        crawl={last}
        foundBefore={before === null ? null : countFound(before).found}
      />
      <ChangesCard {...props} />
      <BrokenCard {...props} />
      <Section id="history" title={viewer.words.sites.history.title}>
        <CrawlTable viewer={viewer} crawls={history} />
        <More
          viewer={viewer}
          href={next === null ? null : addressWith(viewer.address, "cursor", next)}
        />
      </Section>
    </>
  );
};

const instants = {
  new: "firstSeen",
  changed: "changedAt",
  gone: "goneAt",
  unseen: "unseenAt",
} as const satisfies Record<ChangeKind, PageInstant>;

const ChangesCard = ({ viewer, target, last, before, changes }: CrawledProps) => {
  const { changes: words } = viewer.words.sites;
  const { kind, pages } = changes;
  const count = last.progress[kind];
  return (
    <section class="card" aria-labelledby="changes" data-swap>
      <header>
        <h2 id="changes">{words.title}</h2>
        <Downloads viewer={viewer} target={target} />
      </header>
      <p class="quiet">
        {viewer.words.common.sentences([
          before === null ? words.first : words.sinceLast,
          words.unchanged(counted(last.progress.unchanged)),
        ])}
      </p>
      <ul class="counts">
        {changeKinds.map((name) => (
          <li>
            <a
              href={addressWith(viewer.address, "show", name)}
              aria-current={name === kind ? "true" : undefined}
            >
              {words[name](formatNumber(last.progress[name]))}
            </a>
          </li>
        ))}
      </ul>
      {pages.length === 0 ? (
        <p>{count === 0 ? words.none[kind] : words.goneElsewhere}</p>
      ) : (
        <>
          <PageTable
            viewer={viewer}
            target={target}
            pages={pages}
            caption={words.captions[kind](counted(count))}
            instant={instants[kind]}
          />
          <More
            viewer={viewer}
            href={count > pages.length ? addressOfChanges(target.id, kind, last) : null}
            label={words.all[kind]}
          />
        </>
      )}
    </section>
  );
};

/** The list of all pages of a kind since a crawl began. */
function addressOfChanges(
  targetId: number,
  kind: ChangeKind,
  { startedAt }: Crawl,
): string {
  const since = new Date(startedAt).toISOString();
  const filters: Record<ChangeKind, Record<string, string>> = {
    new: { newSince: since },
    changed: { changedSince: since },
    gone: { goneSince: since },
    unseen: { unseen: "true" },
  };
  return `/targets/${targetId}/pages?${new URLSearchParams(filters[kind])}`;
}

const Downloads = ({ viewer: { words }, target }: OfSite) => {
  const { downloads } = words.sites;
  const path = `/api/targets/${target.id}`;
  return (
    <p class="small row wide">
      <a href={`${path}/pages.csv`}>{downloads.csv}</a>
      <a href={`${path}/pages.ndjson`}>{downloads.ndjson}</a>
      <a href={`${path}/sitemap.xml`}>{downloads.sitemap}</a>
    </p>
  );
};

const BrokenCard = ({ viewer, target, broken }: SiteProps) => {
  const { broken: words } = viewer.words.sites;
  const path = `/targets/${target.id}`;
  return (
    <Section
      id="broken"
      title={words.title}
      links={<a href={`${path}/broken-links`}>{words.all}</a>}
    >
      {broken.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <PageTable
          viewer={viewer}
          target={target}
          pages={broken}
          caption={words.caption}
          instant="changedAt"
          hasFigures={false}
        />
      )}
    </Section>
  );
};
