// Puts the rows of the overview under their tags. Where all rows fit a page each tag has
// its own, and a target with several tags stands under each; otherwise only the open tag
// has rows.
import type { CountedStatus, TargetCounts } from "#domain/overview/target-counts.ts";
import {
  type Asked,
  addressOf,
  type OverviewView,
  type ShownRow,
} from "./overview-view.ts";

export type Group = {
  /** Null for targets without a tag. */
  tag: string | null;
  byStatus: TargetCounts["byStatus"];
  isOpen: boolean;
  /** The address that folds it out or up. */
  toggle: string;
  rows: readonly ShownRow[];
};

/** Null for a plain list. */
export function groupsOf(view: OverviewView): Group[] | null {
  const { asked, rows } = view;
  if (asked.tag !== null || asked.group === "none") return null;
  if (isCut(view)) return asked.group === "tag" ? groupsOfCounts(view) : null;
  const hasTags = rows.some(({ target }) => target.tags.length > 0);
  const isWanted = asked.group === "tag" || asked.sort === "problems";
  return hasTags && isWanted ? groupsOfRows(view) : null;
}

/** Whether there are more rows than these, so that only the open tag has its rows. */
export const isCut = ({ asked, previous, next }: OverviewView): boolean =>
  asked.open !== null || previous !== null || next !== null;

/** What the address calls the group of targets without a tag: no tag begins so. */
const untagged = "-";

function groupsOfRows({ asked, rows }: OverviewView): Group[] {
  const tags = new Set(rows.flatMap(({ target }) => target.tags));
  const bare = rows.filter(({ target }) => target.tags.length === 0);
  return [
    ...[...tags].sort().map((tag) => ({
      tag,
      rows: rows.filter(({ target }) => target.tags.includes(tag)),
    })),
    ...(bare.length > 0 ? [{ tag: null, rows: bare }] : []),
  ].map((group) => foldable(asked, group));
}

function foldable(asked: Asked, { tag, rows }: Pick<Group, "tag" | "rows">): Group {
  const name = tag ?? untagged;
  const isOpen = !asked.folded.includes(name);
  const folded = isOpen
    ? [...asked.folded, name]
    : asked.folded.filter((one) => one !== name);
  return {
    tag,
    byStatus: countByStatus(rows),
    isOpen,
    toggle: addressOf(asked, { folded }),
    rows: isOpen ? rows : [],
  };
}

function countByStatus(rows: readonly ShownRow[]): TargetCounts["byStatus"] {
  const counts = { new: 0, up: 0, degraded: 0, down: 0, paused: 0, maintenance: 0 };
  for (const { target, shown } of rows)
    counts[shown === "maintenance" ? shown : target.status] += 1;
  return counts;
}

const groupsOfCounts = ({ asked, tags, rows }: OverviewView): Group[] =>
  tags.map(({ tag, byStatus }) => {
    const isOpen = asked.open === tag;
    return {
      tag,
      byStatus,
      isOpen,
      toggle: addressOf(asked, { group: "tag", open: isOpen ? null : tag }),
      rows: isOpen ? rows : [],
    };
  });

/** Bad ones first. */
const order: readonly CountedStatus[] = [
  "down",
  "degraded",
  "new",
  "maintenance",
  "paused",
  "up",
];

/** The statuses that some target has, with how many have it. */
export const statusesIn = (
  byStatus: Readonly<TargetCounts["byStatus"]>,
): { status: CountedStatus; count: number }[] =>
  order
    .filter((status) => byStatus[status] > 0)
    .map((status) => ({ status, count: byStatus[status] }));
