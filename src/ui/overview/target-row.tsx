// Shows one target as a row: how it stands, its last runs, its figures, its last and its
// next run. Forty of them are most of a page, so a row is one template: as elements it
// takes twice the time.
import { html } from "hono/html";
import { availabilityOf } from "#domain/statistics/slo.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Bars, Spark } from "#ui/screens/drawings/strips.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import {
  formatAgo,
  formatLength,
  formatNumber,
  formatPercent,
} from "#ui/words/format.ts";
import { pathOfTarget, type ShownRow } from "./overview-view.ts";

type RowProps = { viewer: Viewer; row: ShownRow };

export const TargetRow = ({ viewer, row }: RowProps) => {
  const { target, last, figures } = row;
  const { name } = target;
  const words = viewer.words.overview.targets;
  const { columns } = words;
  const p95 = figures?.p95Ms ?? null;
  const took = p95 === null ? words.none : formatLength(p95, viewer.language);
  const trend = figures?.trend.map((point) => point.p95Ms) ?? [];
  const lastAt = last === null ? words.never : formatAgo(last.startedAt, viewer);
  return html`<tr>${viewer.role === "admin" && boxOf(row, viewer)}
<td class="lead">${Status({ kind: row.shown, language: viewer.language })}</td>
<th scope="row" class="who"><span><a href="${pathOfTarget(target)}" title="${name}"
>${name}</a><i>${placeOf(target, viewer)}</i></span></th>
<td class="all">${lastRuns(row, viewer)}</td>
<td class="n" data-th="${columns.available}"${titleOf(row, viewer)}
>${sayAvailability(row, viewer)}</td>
<td class="n" data-th="${columns.p95}">${took}</td>
<td class="gone">${p95 !== null && Spark({ values: trend })}</td>
<td class="n gone">${lastAt}</td>
<td class="n" data-th="${columns.next}">${sayNext(row, viewer)}</td></tr>`;
};

const boxOf = ({ target }: ShownRow, { words }: Viewer) =>
  html`<td class="picks"><input class="pick" type="checkbox" form="bulk" name="id"
value="${target.id}" aria-label="${words.overview.targets.selectOne(target.name)}"></td>`;

function sayNext({ nextAt, target }: ShownRow, viewer: Viewer): string {
  const words = viewer.words.overview.targets;
  if (nextAt === null) return words[target.enabled ? "none" : "paused"];
  return formatAgo(Math.max(nextAt, viewer.now), viewer);
}

/** An address without what most of them begin with; a heartbeat has none. */
const placeOf = ({ kind, url }: ShownRow["target"], { words }: Viewer): string =>
  kind === "heartbeat"
    ? words.overview.targets.kinds.heartbeat
    : url.replace(/^https?:\/\//, "");

const lastRuns = ({ recent }: ShownRow, viewer: Viewer) =>
  recent === ""
    ? html`<span class="small faint">${viewer.words.overview.targets.noRun}</span>`
    : Bars({ runs: readRecent(recent), language: viewer.language });

/** How many runs were degraded; nothing where none was. */
function titleOf({ figures }: ShownRow, { words }: Viewer) {
  const degraded = figures?.counts.degraded ?? 0;
  if (degraded === 0) return "";
  return html` title="${words.overview.status.degraded(formatNumber(degraded))}"`;
}

function sayAvailability({ figures }: ShownRow, viewer: Viewer): string {
  const words = viewer.words.overview.targets;
  if (figures === null) return words.unreadable;
  const { ok, failed } = figures.counts;
  const share = availabilityOf({ runs: ok + failed, failed });
  return share === null ? words.none : formatPercent(share);
}
