// Writes figures of statistics: shares, durations, and the names of targets.
import type { Child } from "hono/jsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength, formatNumber, formatPercent } from "#ui/words/format.ts";
import type { Named } from "./statistics-view.ts";

/** Stands where there is nothing to tell. */
export const nothing = "–";

export const sayShare = (share: number | null): string =>
  share === null ? nothing : formatPercent(share);

export const sayDuration = (ms: number | null, { language }: Viewer): string =>
  ms === null ? nothing : formatLength(ms, language);

/** "12 were degraded"; null where none was. */
export const sayDegraded = (
  { degraded }: { degraded: number },
  { words }: Viewer,
): string | null =>
  degraded === 0 ? null : words.statistics.report.degraded(formatNumber(degraded));

/** The header of a target's row: its name, which is a link. */
export const TargetHeader = ({ id, name }: Named) => (
  <th scope="row" class="who">
    <span class="stack">
      <a href={`/targets/${id}`} title={name}>
        <bdi>{name}</bdi>
      </a>
    </span>
  </th>
);

type Column = { name: string; isFigure?: boolean };

export const TableHead = ({ columns }: { columns: readonly Column[] }) => (
  <thead>
    <tr>
      {columns.map(({ name, isFigure }) => (
        <th scope="col" class={isFigure ? "n" : undefined}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
);

/** A figure of a row, with its name for narrow screens. */
export const Figure = ({ name, children }: { name: string; children?: Child }) => (
  <td class="n" data-th={name}>
    {children}
  </td>
);
