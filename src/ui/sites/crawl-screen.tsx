// Shows one crawl in full: how far it is, why it ended, what it left out, and which links
// it did not follow.
import type { Child } from "hono/jsx";
import { type Crawl, countFound } from "#domain/sites/crawl.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import type { Notice } from "#ui/screens/notice.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatLength, formatNumber } from "#ui/words/format.ts";
import { CrawlCard, liveSecondsOf, sayCrawl } from "./crawl-card.tsx";
import { RowsTable } from "./rows-table.tsx";
import { type OfSite, Section, SitePage } from "./site-page.tsx";

type CrawlProps = OfSite & {
  crawl: Crawl;
  /** The crawl before it; null when it was the first that is kept. */
  before: Crawl | null;
  notice: Notice | null;
};

export const CrawlScreen = ({ viewer, target, crawl, before, notice }: CrawlProps) => (
  <SitePage
    viewer={viewer}
    target={target}
    state={sayCrawl(crawl, viewer)}
    tab={null}
    notice={notice}
    liveSeconds={liveSecondsOf(crawl)}
  >
    <CrawlCard
      viewer={viewer}
      target={target}
      crawl={crawl}
      foundBefore={before === null ? null : countFound(before).found}
    />
    <Details viewer={viewer} crawl={crawl} />
    <Section id="refused" title={viewer.words.sites.refused.title}>
      <RefusedTable viewer={viewer} refused={crawl.progress.refused} />
    </Section>
  </SitePage>
);

type ViewProps = { viewer: Viewer; crawl: Crawl };

const Details = ({ viewer, crawl }: ViewProps) => {
  const { words } = viewer;
  const { details } = words.sites;
  return (
    <Section id="details" title={details.title}>
      <dl class="pairs">
        <Pair name={details.trigger}>{words.run.triggers[crawl.trigger]}</Pair>
        <Pair name={details.due}>
          <Time at={crawl.dueAt} viewer={viewer} />
        </Pair>
        <Pair name={words.sites.columns.state}>
          {words.sites.crawlStateSentences[crawl.state]}
        </Pair>
        <Pair name={details.changes}>{sayChanges(crawl, viewer)}</Pair>
        <Pair name={details.leftOut}>{sayLeftOut(crawl, viewer)}</Pair>
        <Pair name={details.slices}>{saySlices(crawl, viewer)}</Pair>
      </dl>
    </Section>
  );
};

export const Pair = ({ name, children }: { name: string; children?: Child }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

function sayChanges({ progress }: Crawl, { words }: Viewer): string {
  const { changeCounts, changesSum } = words.sites.details;
  const kinds = ["new", "changed", "unchanged", "gone", "unseen"] as const;
  return changesSum(
    kinds.map((kind) => changeCounts[kind](formatNumber(progress[kind]))),
  );
}

function sayLeftOut({ progress }: Crawl, { words }: Viewer): string {
  const { leftOutNone, leftOutUnread, leftOutKnown } = words.sites.details;
  const { ids, unread } = progress.leftOut;
  if (unread) return leftOutUnread;
  return ids.length === 0 ? leftOutNone : leftOutKnown(counted(ids.length));
}

/** How it went in slices, and what was lost with some. */
function saySlices({ progress }: Crawl, { words, language }: Viewer): string {
  const { sliceCount, lost, passedOver } = words.sites.details;
  const span = formatLength(progress.activeMs, language);
  return words.common.sentences([
    sliceCount(counted(progress.slices), span),
    progress.lostSlices > 0 ? lost(counted(progress.lostSlices)) : null,
    progress.passedOver > 0 ? passedOver(counted(progress.passedOver)) : null,
  ]);
}

type RefusedProps = { viewer: Viewer; refused: Crawl["progress"]["refused"] };

/** Links that were not followed, by why: what was refused most often comes first. */
export const RefusedTable = ({ viewer: { words }, refused }: RefusedProps) => {
  const { sites } = words;
  const rows = (Object.entries(refused) as [Refusal, number][]).sort(
    ([, a], [, b]) => b - a,
  );
  const sum = rows.reduce((total, [, count]) => total + count, 0);
  if (rows.length === 0) return <p>{sites.refused.none}</p>;
  return (
    <RowsTable
      caption={sites.refused.caption(counted(sum))}
      texts={[sites.columns.why, sites.columns.thatLink]}
      figures={[sites.columns.count]}
    >
      {rows.map(([why, count]) => (
        <tr>
          <th scope="row">{sites.refusalNames[why] ?? why}</th>
          <td>{sites.refusals[why]}</td>
          <td class="n" data-th={sites.columns.count}>
            {formatNumber(count)}
          </td>
        </tr>
      ))}
    </RowsTable>
  );
};
