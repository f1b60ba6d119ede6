// Lists the broken links of a site, each with the pages where it stands.
import type {
  BrokenLink,
  BrokenPage,
  LinkingPage,
} from "#domain/sites/listing/listed-page.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import { counted } from "#ui/words/format.ts";
import { Answer, More, pathOfPage, shorten, withinSite } from "./crawled.tsx";
import { RowsTable } from "./rows-table.tsx";
import { type OfSite, Section, SitePage } from "./site-page.tsx";

type BrokenLinksProps = OfSite & {
  found: readonly BrokenLink[];
  next: string | null;
  isFromStart: boolean;
};

export const BrokenLinksScreen = (props: BrokenLinksProps) => {
  const { viewer, target, found, next, isFromStart } = props;
  const { brokenLinks: words, downloads } = viewer.words.sites;
  const none = next === null && isFromStart ? words.none : words.noneHere;
  return (
    <SitePage viewer={viewer} target={target} state={words.title} tab="brokenLinks">
      <Section
        id="broken"
        title={words.title}
        links={
          <a href={`/api/targets/${target.id}/broken-links.csv`}>{downloads.brokenCsv}</a>
        }
      >
        {found.length === 0 ? <p>{none}</p> : <LinkTable {...props} />}
        {(next !== null || !isFromStart) && <p class="quiet">{words.again}</p>}
        <More
          viewer={viewer}
          href={next === null ? null : addressWith(viewer.address, "cursor", next)}
        />
      </Section>
    </SitePage>
  );
};

/** So many of the pages where a link stands are named in its row. */
const mostPlaces = 5;

const LinkTable = ({ viewer, target, found }: BrokenLinksProps) => {
  const { columns, brokenLinks: words } = viewer.words.sites;
  const links = Map.groupBy(found, ({ link }) => link.id);
  return (
    <RowsTable
      caption={words.caption}
      texts={[columns.link, columns.status, columns.standsOn]}
    >
      {[...links.values()].map((stands) => (
        <LinkRow
          viewer={viewer}
          target={target}
          link={(stands[0] as BrokenLink).link}
          places={stands.map(({ page }) => page)}
        />
      ))}
    </RowsTable>
  );
};

type RowProps = OfSite & { link: BrokenPage; places: readonly LinkingPage[] };

const LinkRow = ({ viewer, target, link, places }: RowProps) => {
  const rest = places.length - mostPlaces;
  const path = pathOfPage(target.id, link.id);
  return (
    <tr>
      <th scope="row" class="url">
        <a href={path}>{shorten(withinSite(link.url, target.url))}</a>
      </th>
      <td>
        <Answer viewer={viewer} {...link} />
      </td>
      <td class="all">
        <ul>
          {places.slice(0, mostPlaces).map((page) => (
            <li>
              <PlaceLink viewer={viewer} target={target} page={page} />
            </li>
          ))}
        </ul>
        {rest > 0 && (
          <a href={`${path}#in-links`}>
            {viewer.words.sites.brokenLinks.more(counted(rest))}
          </a>
        )}
      </td>
    </tr>
  );
};

const PlaceLink = ({ target, page }: OfSite & { page: LinkingPage }) => {
  const address = shorten(withinSite(page.url, target.url));
  return (
    <>
      <a href={pathOfPage(target.id, page.id)}>
        <bdi>{page.title ?? address}</bdi>
      </a>
      {page.title !== null && <span class="small faint url"> {address}</span>}
    </>
  );
};
