// Lists the pages of a site, filtered as the address says.
import type { ListedPage } from "#domain/sites/listing/listed-page.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatInstant } from "#ui/words/format.ts";
import { type PageInstant, PageTable } from "./page-table.tsx";
import { type OfSite, SitePage } from "./site-page.tsx";

/** What a list is asked for, as the address has it; "" where it does not say. */
export type AskedFor = Readonly<
  Record<
    | "text"
    | "status"
    | "changedSince"
    | "newSince"
    | "goneSince"
    | "gone"
    | "unseen"
    | "cursor",
    string
  >
>;

type PagesProps = OfSite & {
  pages: readonly ListedPage[];
  next: string | null;
  asked: AskedFor;
};

export const PagesScreen = ({ viewer, target, pages, next, asked }: PagesProps) => {
  const { pages: words, fromStart } = viewer.words.sites;
  const path = `/targets/${target.id}/pages`;
  const { cursor, ...filters } = asked;
  const filled = Object.entries(filters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return (
    <SitePage viewer={viewer} target={target} state={words.title} tab="pages">
      <section class="card" data-swap aria-label={words.title}>
        <Filter viewer={viewer} path={path} asked={asked} />
        {pages.length === 0 ? (
          <p>{query === "" && cursor === "" ? words.empty : words.none}</p>
        ) : (
          <PageTable
            viewer={viewer}
            target={target}
            pages={pages}
            caption={words.caption}
            instant={instantFor(asked)}
          />
        )}
        <p class="row wide">
          {next !== null && (
            <a class="button" href={addressWith(viewer.address, "cursor", next)}>
              {viewer.words.sites.next}
            </a>
          )}
          {cursor !== "" && <a href={`${path}?${query}`}>{fromStart}</a>}
        </p>
      </section>
      <Exports viewer={viewer} targetId={target.id} query={query} />
    </SitePage>
  );
};

/** The instant that a filter is about; else when a page was found. */
function instantFor({ gone, goneSince, changedSince, unseen }: AskedFor): PageInstant {
  if (gone === "true" || goneSince !== "") return "goneAt";
  if (unseen === "true") return "unseenAt";
  return changedSince === "" ? "firstSeen" : "changedAt";
}

type FilterProps = { viewer: Viewer; path: string; asked: AskedFor };

const Filter = ({ viewer, path, asked }: FilterProps) => {
  const { pages: words } = viewer.words.sites;
  return (
    <form method="get" action={path}>
      <div class="filter">
        <label class="grow">
          {words.text}
          <input type="search" name="text" value={asked.text} maxlength={200} />
        </label>
        <Choice
          label={words.answer}
          name="status"
          value={asked.status}
          any={words.any}
          choices={withOwn(words.statuses, asked.status)}
        />
        <button type="submit">{words.filter}</button>
        <a href={path}>{words.reset}</a>
      </div>
      <MoreFilters viewer={viewer} path={path} asked={asked} />
    </form>
  );
};

const instantFilters = ["newSince", "changedSince", "goneSince"] as const;
const flagFilters = ["gone", "unseen"] as const;

/** What is asked for less often; folded out while something of it is. */
const MoreFilters = ({ viewer, asked }: FilterProps) => {
  const { pages: words } = viewer.words.sites;
  const isInUse = [...instantFilters, ...flagFilters].some((name) => asked[name] !== "");
  return (
    <details open={isInUse}>
      <summary>{words.moreFilters}</summary>
      <div class="filter">
        {instantFilters.map((name) => (
          <Choice
            label={words.labels[name]}
            name={name}
            value={asked[name]}
            any={words.any}
            choices={withInstant(words.since, asked[name], viewer)}
          />
        ))}
        {flagFilters.map((name) => (
          <Choice
            label={words.labels[name]}
            name={name}
            value={asked[name]}
            any={words.any}
            choices={words[name]}
          />
        ))}
      </div>
    </details>
  );
};

type Choices = Readonly<Record<string, string>>;

/** The choices, and the value that the address has, where it is another one. */
const withOwn = (choices: Choices, value: string, said = value): Choices =>
  value === "" || value in choices ? choices : { ...choices, [value]: said };

function withInstant(choices: Choices, value: string, viewer: Viewer): Choices {
  const at = Date.parse(value);
  const { sinceInstant } = viewer.words.sites.pages;
  const isInstant = /^\d{4}-/.test(value) && !Number.isNaN(at);
  return isInstant
    ? withOwn(choices, value, sinceInstant(formatInstant(at, viewer)))
    : withOwn(choices, value);
}

type ChoiceProps = {
  label: string;
  name: string;
  value: string;
  any: string;
  choices: Choices;
};

const Choice = ({ label, name, value, any, choices }: ChoiceProps) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{any}</option>
      {Object.entries(choices).map(([choice, words]) => (
        <option value={choice} selected={choice === value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

type ExportsProps = { viewer: Viewer; targetId: number; query: string };

/** The same pages, all of them, as files. */
const Exports = ({ viewer, targetId, query }: ExportsProps) => {
  const { downloads } = viewer.words.sites;
  const path = `/api/targets/${targetId}`;
  const filter = query === "" ? "" : `?${query}`;
  return (
    <p class="small row wide">
      <b>{downloads.title}</b>
      <a href={`${path}/pages.csv${filter}`}>{downloads.csv}</a>
      <a href={`${path}/pages.ndjson${filter}`}>{downloads.ndjson}</a>
      <a href={`${path}/sitemap.xml`}>{downloads.sitemap}</a>
    </p>
  );
};
