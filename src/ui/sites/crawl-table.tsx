// Lists the crawls of a site, the newest first.
import { type Crawl, countFound } from "#domain/sites/crawl.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength, formatNumber } from "#ui/words/format.ts";
import { crawlShapes, pathOfCrawl } from "./crawl-card.tsx";
import { RowsTable } from "./rows-table.tsx";

/** The state of a crawl by shape and word. */
export const CrawlState = ({ viewer, crawl }: { viewer: Viewer; crawl: Crawl }) => (
  <Status
    kind={crawlShapes[crawl.state]}
    language={viewer.language}
    words={viewer.words.sites.crawlStates[crawl.state]}
  />
);

/** A figure in a row, with its column's name for narrow screens. */
export const NumberCell = ({ name, value }: { name: string; value: number }) => (
  <td class="n" data-th={name}>
    {formatNumber(value)}
  </td>
);

type TableProps = { viewer: Viewer; crawls: readonly Crawl[] };

export const CrawlTable = ({ viewer, crawls }: TableProps) => {
  const { columns, history } = viewer.words.sites;
  const numbers = ["found", "fetched", "failed", "new", "changed", "gone"] as const;
  return (
    <RowsTable
      caption={history.caption}
      texts={[columns.crawl, columns.state]}
      figures={[...numbers, "took" as const].map((name) => columns[name])}
    >
      {crawls.map((crawl) => (
        <tr>
          <th scope="row">
            <a href={pathOfCrawl(crawl)}>
              {crawl.id} · <Time at={crawl.startedAt} viewer={viewer} />
            </a>
          </th>
          <td>
            <CrawlState viewer={viewer} crawl={crawl} />
          </td>
          {numbers.map((name) => (
            <NumberCell
              name={columns[name]}
              value={name === "found" ? countFound(crawl).found : crawl.progress[name]}
            />
          ))}
          <td class="n" data-th={columns.took}>
            {formatLength(
              (crawl.endedAt ?? viewer.now) - crawl.startedAt,
              viewer.language,
            )}
          </td>
        </tr>
      ))}
    </RowsTable>
  );
};
