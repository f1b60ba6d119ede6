// Lists targets as a table: one for all, with a head for each tag where they are grouped.
import type { Child } from "hono/jsx";
import type { OverviewSort } from "#domain/overview/overview.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { type Group, groupsOf, isCut } from "./overview-groups.ts";
import { addressOf, type OverviewView } from "./overview-view.ts";
import { Statuses } from "./statuses.tsx";
import { TargetRow } from "./target-row.tsx";

type TableProps = { viewer: Viewer; view: OverviewView };

export const TargetTable = ({ viewer, view }: TableProps) => {
  const words = viewer.words.overview.targets;
  const groups = groupsOf(view);
  return (
    <>
      <table class="rows">
        <caption>{words.caption(view.asked.window)}</caption>
        <TableHead viewer={viewer} view={view} />
        {groups === null ? (
          <tbody>
            {view.rows.map((row) => (
              <TargetRow viewer={viewer} row={row} />
            ))}
          </tbody>
        ) : (
          groups.map((group) => <GroupRows viewer={viewer} group={group} />)
        )}
      </table>
      <Pager viewer={viewer} view={view} groups={groups} />
    </>
  );
};

/** The columns by which the list can be sorted, and how it is sorted then. */
const sorted: Partial<Record<string, { sort: OverviewSort; order: string }>> = {
  status: { sort: "problems", order: "other" },
  target: { sort: "name", order: "ascending" },
  last: { sort: "last-run", order: "descending" },
};

const rightAligned = new Set(["available", "p95", "last", "next"]);

const TableHead = ({ viewer, view: { asked } }: TableProps) => {
  const { select, ...columns } = viewer.words.overview.targets.columns;
  const heads = Object.entries(columns).map(([name, title]) => ({
    name,
    title,
    by: sorted[name],
  }));
  return (
    <thead data-swap>
      <tr>
        {viewer.role === "admin" && (
          <th scope="col" class="picks">
            <span class="out">{select}</span>
            <input
              type="checkbox"
              class="pick-all"
              hidden
              aria-label={viewer.words.overview.bulk.selectAll}
            />
          </th>
        )}
        {heads.map(({ name, title, by }) => (
          <th
            scope="col"
            class={rightAligned.has(name) ? "n" : undefined}
            aria-sort={by && (by.sort === asked.sort ? by.order : "none")}
          >
            {by === undefined ? (
              title
            ) : (
              <a href={addressOf(asked, { sort: by.sort })}>{title}</a>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
};

const columnsShown = (viewer: Viewer): number => (viewer.role === "admin" ? 9 : 8);

const GroupRows = ({ viewer, group }: { viewer: Viewer; group: Group }) => {
  const { targets } = viewer.words.overview;
  return (
    <tbody>
      <tr class="group" data-swap>
        <th colspan={columnsShown(viewer)} scope="rowgroup">
          <span class="row">
            <a href={group.toggle} aria-expanded={group.isOpen ? "true" : "false"}>
              <span aria-hidden="true">{group.isOpen ? "▾" : "▸"}</span>{" "}
              {group.tag ?? targets.untagged}
            </a>
            <Statuses viewer={viewer} byStatus={group.byStatus} />
          </span>
        </th>
      </tr>
      {group.rows.map((row) => (
        <TargetRow viewer={viewer} row={row} />
      ))}
    </tbody>
  );
};

type PagerProps = TableProps & { groups: readonly Group[] | null };

/** Below the table: how many there are, the pages beside, and the other grouping. */
const Pager = ({ viewer, view, groups }: PagerProps) => {
  const words = viewer.words.overview.targets;
  const { asked, rows, matches, previous, next, tags, hasMoreTags } = view;
  const isByCounts = groups !== null && isCut(view);
  const hasRows = !isByCounts || asked.open !== null;
  const link = (at: string | null, title: string): Child =>
    at !== null && hasRows && <a href={addressOf(asked, { at })}>{title}</a>;
  return (
    <nav class="row between small" aria-label={words.pages} data-swap>
      <span class="quiet">
        {hasRows
          ? words.shown(counted(rows.length), matches === null ? null : counted(matches))
          : words.untaggedHint}
        {isByCounts && hasMoreTags && ` ${words.moreTags}`}
      </span>
      <span class="row wide">
        {link(previous, words.previous)}
        {link(next, words.next)}
        {tags.length > 0 && asked.tag === null && (
          <a href={addressOf(asked, { group: groups ? "none" : "tag", open: null })}>
            {groups ? words.asList : words.byTag}
          </a>
        )}
      </span>
    </nav>
  );
};
