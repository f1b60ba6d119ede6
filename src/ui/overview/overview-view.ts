// Says what the overview was asked for and what it shows, and writes the addresses of its
// other views. Plain data.
import type { ShownStatus } from "#domain/incidents/shown-status.ts";
import type { Overview, OverviewRow, OverviewSort } from "#domain/overview/overview.ts";
import type { WindowName } from "#domain/overview/overview-window.ts";
import type { CountedStatus } from "#domain/overview/target-counts.ts";
import type { Kind } from "#domain/targets/target.ts";

/** Which targets are meant. */
export type AskedFilter = {
  text: string | null;
  tag: string | null;
  status: CountedStatus | null;
  kind: Kind | null;
};

/** What an address of the overview asks for. */
export type Asked = AskedFilter & {
  window: WindowName;
  sort: OverviewSort;
  view: "rows" | "wall";
  /** Null leaves it to the page. */
  group: "tag" | "none" | null;
  /** The tag whose rows stand under its head, where not all rows fit a page. */
  open: string | null;
  /** The tags that are folded up, where all rows fit a page. */
  folded: readonly string[];
  /** The cursor of a page; null for the first. */
  at: string | null;
};

export const asksNothing: Asked = {
  text: null,
  tag: null,
  status: null,
  kind: null,
  window: "24h",
  sort: "problems",
  view: "rows",
  group: null,
  open: null,
  folded: [],
  at: null,
};

/** A row, its status for people, and when its next run is expected; null for never. */
export type ShownRow = OverviewRow & { shown: ShownStatus; nextAt: number | null };

export type OverviewView = Omit<Overview, "rows" | "previous" | "next"> & {
  asked: Asked;
  rows: ShownRow[];
  /** The cursors of the pages beside. */
  previous: string | null;
  next: string | null;
};

/** The address of the overview with some changes; those of filter or order begin anew. */
export function addressOf(asked: Asked, changes: Partial<Asked> = {}): string {
  const { at, folded, ...named } = { ...asked, at: null, ...changes };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(named))
    if (value !== null && value !== asksNothing[name as keyof Asked])
      parameters.append(name, value);
  for (const tag of folded) parameters.append("folded", tag);
  if (at !== null) parameters.append("at", at);
  const query = parameters.toString();
  return query === "" ? "/" : `/?${query}`;
}

export const isFiltered = ({ text, tag, status, kind }: AskedFilter): boolean =>
  [text, tag, status, kind].some((asked) => asked !== null);

export const pathOfTarget = ({ id }: { id: number }): string => `/targets/${id}`;
