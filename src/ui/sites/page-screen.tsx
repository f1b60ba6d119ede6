// Shows one page of a site: what is known of it, what links to it, what it links to, and
// where its redirect leads.
import type { Child } from "hono/jsx";
import type {
  LinkedPage,
  LinkingPage,
  ListedPage,
  RedirectHop,
} from "#domain/sites/listing/listed-page.ts";
import { isCut } from "#domain/sites/site-page.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import { counted, formatBytes } from "#ui/words/format.ts";
import { Pair, RefusedTable } from "./crawl-screen.tsx";
import {
  Answer,
  More,
  OutLink,
  PageName,
  pathOfPage,
  shorten,
  withinSite,
} from "./crawled.tsx";
import { RowsTable } from "./rows-table.tsx";
import { type OfSite, Section, SitePage } from "./site-page.tsx";

type PageProps = OfSite & {
  page: ListedPage;
  inLinks: { items: readonly LinkingPage[]; next: string | null };
  /** Whether the pages that link to it are shown from the first one on. */
  isFromStart: boolean;
  outLinks: readonly LinkedPage[];
  redirectChain: readonly RedirectHop[];
};

export const PageScreen = (props: PageProps) => {
  const { viewer, target, page, redirectChain } = props;
  const { page: words, refused } = viewer.words.sites;
  return (
    <SitePage
      viewer={viewer}
      target={target}
      state={page.title ?? shorten(withinSite(page.url, target.url))}
      tab={null}
    >
      <Section id="page" title={<bdi>{page.title ?? words.untitled}</bdi>}>
        <Known {...props} />
      </Section>
      {redirectChain.length > 0 && <Chain {...props} />}
      <div class="three">
        <InLinks {...props} />
        <OutLinks {...props} />
      </div>
      {Object.keys(page.refused).length > 0 && (
        <Section id="refused" title={refused.title}>
          <RefusedTable viewer={viewer} refused={page.refused} />
        </Section>
      )}
    </SitePage>
  );
};

/** What is known of the page; what it does not have is left out. */
const Known = ({ viewer, page }: PageProps) => {
  const { failures, sites } = viewer.words;
  const { page: words } = sites;
  return (
    <dl class="pairs">
      <Pair name={words.url}>
        <OutLink url={page.url} />
      </Pair>
      <Pair name={words.answer}>
        <Answer viewer={viewer} {...page} />{" "}
        {page.failure !== null && failures.explain(page.failure)}
      </Pair>
      <Filled name={words.type}>{page.contentType}</Filled>
      <Pair name={words.size}>{formatBytes(page.bytes)}</Pair>
      <Pair name={words.depth}>{words.depthCount(counted(page.depth))}</Pair>
      {(["foundAt", "changedAt", "goneAt", "unseenAt"] as const).map((name) => (
        <Filled name={words[instantNames[name]]}>
          {page[name] !== null && <Time at={page[name]} viewer={viewer} />}
        </Filled>
      ))}
      <Filled name={words.canonical}>
        {page.canonical !== null && <OutLink url={page.canonical} />}
      </Filled>
      <Filled name={words.indexing}>{page.noindex && words.noindex}</Filled>
      <Filled name={words.cut}>{isCut(page) && words.cutWhy}</Filled>
      <Filled name={words.hash}>
        {page.contentHash !== null && <code>{page.contentHash}</code>}
      </Filled>
    </dl>
  );
};

const instantNames = {
  foundAt: "firstSeen",
  changedAt: "changed",
  goneAt: "gone",
  unseenAt: "unseen",
} as const;

const Filled = ({ name, children }: { name: string; children?: Child }) =>
  children === null || children === false ? null : <Pair name={name}>{children}</Pair>;

const Chain = ({ viewer, target, redirectChain }: PageProps) => {
  const { page: words, columns } = viewer.words.sites;
  return (
    <Section id="chain" title={words.chain}>
      <RowsTable
        caption={words.chainCaption}
        texts={[columns.hop, columns.leadsTo, columns.status]}
      >
        {redirectChain.map(({ url, status, pageId, loop }, index) => (
          <tr>
            <th scope="row">{index + 1}</th>
            <td class="url">
              {pageId === null ? (
                <OutLink url={url} />
              ) : (
                <a href={pathOfPage(target.id, pageId)}>{withinSite(url, target.url)}</a>
              )}
              {loop && <p>{words.loop}</p>}
            </td>
            <td>
              {pageId === null ? (
                <span class="faint">{words.notFetched}</span>
              ) : (
                <Answer viewer={viewer} status={status} />
              )}
            </td>
          </tr>
        ))}
      </RowsTable>
    </Section>
  );
};

const InLinks = ({ viewer, target, inLinks, isFromStart }: PageProps) => {
  const { page: words, columns } = viewer.words.sites;
  const { items, next } = inLinks;
  const none = next === null && isFromStart ? words.inLinksNone : words.inLinksNoneYet;
  return (
    <Section id="in-links" title={words.inLinks}>
      {items.length === 0 ? (
        <p>{none}</p>
      ) : (
        <RowsTable caption={words.inLinksCaption} texts={[columns.page]}>
          {items.map((page) => (
            <tr>
              <PageName target={target} page={page} isNarrow />
            </tr>
          ))}
        </RowsTable>
      )}
      <More
        viewer={viewer}
        href={next === null ? null : addressWith(viewer.address, "cursor", next)}
        label={words.inLinksMore}
      />
    </Section>
  );
};

const OutLinks = ({ viewer, target, page, outLinks }: PageProps) => {
  const { page: words, columns } = viewer.words.sites;
  return (
    <Section id="out-links" title={words.outLinks}>
      {outLinks.length === 0 ? (
        <p>{words.outLinksNone}</p>
      ) : (
        <RowsTable
          caption={words.outLinksCaption(counted(outLinks.length), counted(page.links))}
          texts={[columns.page, columns.status]}
        >
          {outLinks.map((linked) => (
            <OutLinkRow viewer={viewer} target={target} linked={linked} />
          ))}
        </RowsTable>
      )}
    </Section>
  );
};

const OutLinkRow = ({ viewer, target, linked }: OfSite & { linked: LinkedPage }) => {
  const { id, url, title, status } = linked;
  if (id === null)
    return (
      <tr>
        <th scope="row">
          <OutLink url={url} label={shorten(withinSite(url, target.url))} />
        </th>
        <td class="faint">{viewer.words.sites.page.notFetched}</td>
      </tr>
    );
  return (
    <tr>
      <PageName target={target} page={{ id, url, title }} isNarrow />
      <td>
        <Answer viewer={viewer} status={status} />
      </td>
    </tr>
  );
};
