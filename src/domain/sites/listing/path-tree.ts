// Describes a site by the paths of its pages: what a folder holds, with the problems of
// all that is below it. Plain data.

/**
 * What stands directly below a folder: another folder, or a page. Pages that differ only
 * in their query are one entry.
 */
export type PathEntry = {
  /** Its whole URL without a query; a folder's ends with a slash. */
  url: string;
  isFolder: boolean;
  /** Pages that are not gone: in the folder and below, or with that path. */
  pages: number;
  /** Pages that cannot be read: 400 or more, or no answer. */
  broken: number;
  gone: number;
  /** The first of the pages. */
  first: { id: number; title: string | null; status: number | null };
};

/** One level of the tree: what stands below `under`, among some of the page numbers. */
export type PathLevel = {
  /** "" stands above all origins. */
  under: string;
  /** The page numbers that were looked at: from `from` on, up to, not including, `to`. */
  from: number;
  to: number;
  /** The site's highest page number; null without any page. */
  last: number | null;
  /** What has problems comes first, then what has most pages. */
  entries: readonly PathEntry[];
  /** Whether the folder has more entries than these. */
  isCut: boolean;
};

/** The folders from the origin down to this one, each as its whole URL. */
export function foldersTo(under: string): string[] {
  const origin = /^[a-z]+:\/\/[^/]*\//.exec(under)?.[0];
  if (origin === undefined) return [];
  const names = under.slice(origin.length).split("/").slice(0, -1);
  return [origin, ...names.map((_, i) => `${origin}${names.slice(0, i + 1).join("/")}/`)];
}
