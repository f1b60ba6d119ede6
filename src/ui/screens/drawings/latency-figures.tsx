// Tells the figures of a chart of durations as a table, which is folded at first.
import { Time } from "#ui/screens/time.tsx";
import { formatLength, formatNumber, type Standpoint } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import type { LatencyPoint } from "./latency-paths.ts";

type FiguresProps = {
  /** Names the table; a page may have several. */
  id: string;
  rows: readonly LatencyPoint[];
  viewer: Standpoint;
};

export const LatencyFigures = ({ id, rows, viewer }: FiguresProps) => {
  const words = wordsIn(viewer.language).drawings.latency;
  const { from, ...figures } = words.columns;
  const length = (ms: number | undefined) =>
    ms === undefined ? "" : formatLength(ms, viewer.language);
  return (
    <details>
      <summary>{words.figures}</summary>
      <section class="scroll" tabindex={0} aria-labelledby={id}>
        <table>
          <caption id={id}>{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{from}</th>
              {Object.values(figures).map((name) => (
                <th scope="col" class="n">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <Time at={row.from} form="instant" viewer={viewer} />
                </th>
                {[
                  formatNumber(row.runs),
                  formatNumber(row.failed),
                  formatNumber(row.degraded),
                  formatNumber(row.missed),
                  length(row.durations?.p50),
                  length(row.durations?.p95),
                  length(row.durations?.p99),
                ].map((figure) => (
                  <td class="n">{figure}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
};
