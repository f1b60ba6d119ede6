// Lists pages of a site, each with its answer and what a list is about.
import type { ListedPage } from "#domain/sites/listing/listed-page.ts";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatBytes, formatNumber } from "#ui/words/format.ts";
import { Answer, PageName } from "./crawled.tsx";
import { RowsTable } from "./rows-table.tsx";

/** The instants that a list may show, by the names of their columns. */
export type PageInstant = "firstSeen" | "changedAt" | "goneAt" | "unseenAt";

const instantOf: Readonly<Record<PageInstant, (page: ListedPage) => number | null>> = {
  firstSeen: ({ foundAt }) => foundAt,
  changedAt: ({ changedAt }) => changedAt,
  goneAt: ({ goneAt }) => goneAt,
  unseenAt: ({ unseenAt }) => unseenAt,
};

type TableProps = {
  viewer: Viewer;
  target: { id: number; url: string };
  pages: readonly ListedPage[];
  caption: string;
  instant: PageInstant;
  /** Whether size, depth and links are of interest. */
  hasFigures?: boolean;
};

const figures = ["size", "depth", "links"] as const;

export const PageTable = ({
  viewer,
  target,
  pages,
  caption,
  instant,
  hasFigures = true,
}: TableProps) => {
  const { columns, pages: words } = viewer.words.sites;
  const shown = hasFigures ? figures : [];
  return (
    <RowsTable
      caption={caption}
      texts={[columns.page, columns.status]}
      figures={[...shown, instant].map((name) => columns[name])}
    >
      {pages.map((page) => (
        <tr>
          <PageName target={target} page={page} mark={markOf(page, words)} />
          <td>
            <Answer viewer={viewer} {...page} />
          </td>
          {shown.map((name) => (
            <td class={name === "size" ? "n" : "n gone"} data-th={columns[name]}>
              {name === "size" ? formatBytes(page.bytes) : formatNumber(page[name])}
            </td>
          ))}
          <td class="n" data-th={columns[instant]}>
            <Instant viewer={viewer} at={instantOf[instant](page)} />
          </td>
        </tr>
      ))}
    </RowsTable>
  );
};

const Instant = ({ viewer, at }: { viewer: Viewer; at: number | null }) =>
  at === null ? null : <Time at={at} viewer={viewer} />;

function markOf(
  { goneAt, unseenAt }: ListedPage,
  { goneMark, unseenMark }: Viewer["words"]["sites"]["pages"],
): string | null {
  if (goneAt !== null) return goneMark;
  return unseenAt === null ? null : unseenMark;
}
