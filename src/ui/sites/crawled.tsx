// Shows what comes from crawled sites: URLs, titles, answers. An outsider chooses these, so
// only http and https become links, and no title changes the direction of other text.
import type { Failure } from "#domain/runs/failure.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

/** So much of an address is shown in a row; its own page has it whole. */
const mostChars = 200;

export const shorten = (text: string, most = mostChars): string => {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length > most
    ? `${characters.slice(0, most - 1).join("")}…`
    : characters.join("");
};

/** A URL without the origin of the site that it belongs to. */
export function withinSite(url: string, siteUrl: string): string {
  const origin = URL.parse(siteUrl)?.origin;
  const isWithin = origin !== undefined && url.startsWith(`${origin}/`);
  return isWithin ? url.slice(origin.length) : url;
}

/** A URL elsewhere, which is told nothing about us. */
export const OutLink = ({ url, label = url }: { url: string; label?: string }) =>
  /^https?:\/\//i.test(url) ? (
    <a class="url" href={url} rel="noreferrer noopener">
      {label}
    </a>
  ) : (
    <span class="url">{label}</span>
  );

export const pathOfPage = (targetId: number, pageId: number): string =>
  `/targets/${targetId}/pages/${pageId}`;

type CrawledPage = { id: number; url: string; title: string | null };

type PageNameProps = {
  target: { id: number; url: string };
  page: CrawledPage;
  /** Words behind the address, such as that the page is gone. */
  mark?: string | null;
  /** Whether the address stands below the title: where there is little width. */
  isNarrow?: boolean;
};

/** The header of a page's row: its title, or its address where it has none. */
export const PageName = ({
  target,
  page,
  mark = null,
  isNarrow = false,
}: PageNameProps) => {
  const address = withinSite(page.url, target.url);
  return (
    <th scope="row" class="who">
      <span class={isNarrow ? "stack" : undefined}>
        <a href={pathOfPage(target.id, page.id)} title={shorten(address, 2_000)}>
          <bdi>{page.title ?? shorten(address)}</bdi>
        </a>
        {page.title !== null && <i>{shorten(address)}</i>}
        {mark !== null && <small class="faint">{mark}</small>}
      </span>
    </th>
  );
};

type AnswerProps = {
  viewer: Viewer;
  status: number | null;
  failure?: Failure | null;
};

/** How a page answered: its status, or in a word why no answer came. */
export const Answer = ({ viewer, status, failure = null }: AnswerProps) => {
  if (status !== null && status < 400) return <>{status}</>;
  const { failures, sites } = viewer.words;
  const said = failure === null ? sites.noAnswer : failures.classes[failure.class];
  return (
    <Status
      kind="failed"
      language={viewer.language}
      words={status === null ? said : String(status)}
    />
  );
};

type MoreProps = { viewer: Viewer; href: string | null; label?: string };

/** Leads to the next part of a list. */
export const More = ({ viewer, href, label = viewer.words.sites.next }: MoreProps) =>
  href === null ? null : (
    <p>
      <a class="button" href={href}>
        {label}
      </a>
    </p>
  );
