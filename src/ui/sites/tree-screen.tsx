// Shows one level of a site as a tree of paths, with the problems of all that is below.
import {
  foldersTo,
  type PathEntry,
  type PathLevel,
} from "#domain/sites/listing/path-tree.ts";
import { crawlSpecOf } from "#domain/targets/crawl-spec.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import { pathOfPage, shorten } from "./crawled.tsx";
import { type OfSite, Section, SitePage } from "./site-page.tsx";

type TreeProps = OfSite & { level: PathLevel };

export const TreeScreen = ({ viewer, target, level }: TreeProps) => {
  const { tree } = viewer.words.sites;
  return (
    <SitePage viewer={viewer} target={target} state={tree.title} tab="tree">
      <Section id="tree" title={tree.title}>
        <p class="quiet">{sayExtent(level, viewer)}</p>
        <Folders viewer={viewer} target={target} level={level} />
        <Entries viewer={viewer} target={target} level={level} />
        <Parts viewer={viewer} target={target} level={level} />
        <p class="small quiet">{tree.explain}</p>
      </Section>
    </SitePage>
  );
};

/** Which pages are counted: all, or a stretch of them. */
function sayExtent({ from, to, last }: PathLevel, { words }: Viewer): string {
  const { empty, whole, stretch } = words.sites.tree;
  if (last === null) return empty;
  const count = last + 1;
  if (from === 0 && to >= count) return whole(counted(count));
  const [first, end, all] = [from + 1, Math.min(to, count), count];
  return stretch(formatNumber(first), formatNumber(end), formatNumber(all));
}

const addressOf = (
  targetId: number,
  { under, from }: Pick<PathLevel, "under" | "from">,
): string => {
  const query = {
    ...(under !== "" && { under }),
    ...(from > 0 && { from: String(from) }),
  };
  return `/targets/${targetId}/tree?${new URLSearchParams(query)}`;
};

/** The way from the hosts down to this folder. */
const Folders = ({ viewer, target, level }: TreeProps) => {
  const { tree } = viewer.words.sites;
  const folders = foldersTo(level.under);
  if (folders.length === 0) return null;
  // A crawl that stays on its origin has one host only.
  const above = crawlSpecOf(target).scope === "origin" ? folders : ["", ...folders];
  return (
    <nav aria-label={tree.where} class="url">
      {above.map((folder, index) => {
        const name = folder === "" ? tree.all : nameOf(folder, above[index - 1] ?? "");
        return folder === level.under ? (
          <b>{shorten(name)}</b>
        ) : (
          <>
            <a href={addressOf(target.id, { ...level, under: folder })}>
              {shorten(name)}
            </a>{" "}
            <span class="faint">/</span>{" "}
          </>
        );
      })}
    </nav>
  );
};

/** A URL below a folder, without what the folder says already. */
const nameOf = (url: string, under: string): string =>
  under === ""
    ? url.replace(/^https?:\/\//, "").replace(/\/$/, "")
    : url.slice(under.length);

const Entries = ({ viewer, target, level }: TreeProps) => {
  const { tree } = viewer.words.sites;
  const { entries, isCut, last } = level;
  if (entries.length === 0) return last === null ? null : <p>{tree.emptyFolder}</p>;
  return (
    <>
      <ul class="tree">
        {entries.map((entry) => (
          <li>
            <span class="row wide">
              <Entry viewer={viewer} target={target} level={level} entry={entry} />
              <Sums viewer={viewer} entry={entry} />
            </span>
          </li>
        ))}
      </ul>
      {isCut && <p>{tree.cut(counted(entries.length))}</p>}
    </>
  );
};

type EntryProps = { viewer: Viewer; entry: PathEntry };

const Entry = ({ viewer, target, level, entry }: TreeProps & EntryProps) => {
  const { url, isFolder, first } = entry;
  const name = shorten(nameOf(url, level.under));
  if (isFolder)
    return (
      <b>
        <a class="url" href={addressOf(target.id, { ...level, under: url })}>
          {name}
        </a>
      </b>
    );
  return (
    <>
      <a class="url" href={pathOfPage(target.id, first.id)}>
        {name === "" ? viewer.words.sites.tree.pageOfFolder : name}
      </a>
      {first.title !== null && <bdi class="small faint">{shorten(first.title)}</bdi>}
    </>
  );
};

const Sums = ({ viewer, entry }: EntryProps) => {
  const { language, words } = viewer;
  const { tree } = words.sites;
  const { pages, broken, gone, isFolder } = entry;
  const isMany = isFolder || pages !== 1;
  return (
    <>
      {isMany && <span class="small faint">{tree.pages(counted(pages))}</span>}
      {broken > 0 && (
        <Status kind="failed" language={language} words={tree.broken(counted(broken))} />
      )}
      {gone > 0 && (
        <Status kind="skipped" language={language} words={tree.gone(counted(gone))} />
      )}
    </>
  );
};

/** Leads to the other stretches of page numbers of a large site. */
const Parts = ({ viewer, target, level }: TreeProps) => {
  const { tree } = viewer.words.sites;
  const { from, to, last, under } = level;
  const size = to - from;
  return (
    <p class="row wide">
      {last !== null && last >= to && (
        <a class="button" href={addressOf(target.id, { under, from: to })}>
          {tree.nextPart}
        </a>
      )}
      {from > 0 && (
        <a href={addressOf(target.id, { under, from: Math.max(0, from - size) })}>
          {tree.previousPart}
        </a>
      )}
    </p>
  );
};
