// Draws a number over time: its median as a line, from the lowest to the highest as a
// band, a sentence above and the figures as a table.
import type { NumberPoint } from "#domain/statistics/numbers/number-series.ts";
import type { Window } from "#domain/statistics/series.ts";
import { hourMs } from "#domain/time/instants.ts";
import { plotHeight, plotWidth } from "#ui/screens/drawings/latency-paths.ts";
import { formatRead } from "#ui/screens/number-words.ts";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatDate, formatMinute, formatNumber } from "#ui/words/format.ts";
import { numberTicks } from "./number-axis.ts";
import { extentPath, extremePath, medianPath, type NumberScale } from "./number-paths.ts";
import type { ShownNumber } from "./readings-view.ts";

type ChartProps = { viewer: Viewer; number: ShownNumber; window: Window };

export const NumberChart = ({ viewer, number, window }: ChartProps) => {
  const words = viewer.words.readings.chart;
  const { figures, points } = number;
  if (figures === null) return <p>{words.none}</p>;
  return (
    <>
      <Plot
        viewer={viewer}
        window={window}
        points={points}
        ticks={numberTicks(figures.min, figures.max)}
      />
      <Keys viewer={viewer} />
      <Figures viewer={viewer} number={number} />
    </>
  );
};

type PlotProps = {
  viewer: Viewer;
  window: Window;
  points: readonly NumberPoint[];
  ticks: readonly number[];
};

/** Longer windows have dates on their axis. */
const longestWithClockMs = 36 * hourMs;

const xTicks = 4;

const Plot = ({ viewer, window, points, ticks }: PlotProps) => {
  const { from, to } = window;
  const scale: NumberScale = { from, to, low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1 };
  const format = to - from <= longestWithClockMs ? formatMinute : formatDate;
  const times = Array.from(
    { length: xTicks + 1 },
    (_, i) => from + (i * (to - from)) / xTicks,
  );
  return (
    <div class="chart">
      <div class="y" aria-hidden="true">
        {ticks.toReversed().map((value) => (
          <span>{formatRead(value)}</span>
        ))}
      </div>
      <svg
        class="plot"
        viewBox={`0 0 ${plotWidth} ${plotHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="l-grid" d={gridPath(ticks.length)} />
        <path class="band-2" d={extentPath(points, scale)} />
        <path class="l-p50" d={medianPath(points, scale)} />
        <path class="l-dot" d={extremePath(points, "min", scale)} />
        <path class="l-dot" d={extremePath(points, "max", scale)} />
      </svg>
      <div class="x" aria-hidden="true">
        {times.map((at) => (
          <span>{format(at, viewer)}</span>
        ))}
      </div>
    </div>
  );
};

/** A line at each tick, the outer ones half a pixel within. */
function gridPath(count: number): string {
  const gap = plotHeight / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => {
    const y = Math.min(plotHeight - 0.5, Math.max(0.5, Math.round(i * gap)));
    return `M0 ${y}H${plotWidth}`;
  }).join("");
}

const keys = [
  { word: "median", class: "l-p50", d: "M0 7H14" },
  { word: "extent", class: "fill-band", d: "M0 2H14V12H0Z" },
  { word: "extremes", class: "l-dot", d: "M7 7h0" },
] as const;

const Keys = ({ viewer }: { viewer: Viewer }) => (
  <ul class="legend">
    {keys.map(({ word, ...path }) => (
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <path {...path} />
        </svg>
        {viewer.words.readings.chart.keys[word]}
      </li>
    ))}
  </ul>
);

const columns = ["min", "p50", "max", "last"] as const;

const Figures = ({ viewer, number: { name, rows } }: Omit<ChartProps, "window">) => {
  const words = viewer.words.readings.chart;
  const id = `figures-${name}`;
  return (
    <details>
      <summary>{words.figures}</summary>
      <section class="scroll" tabindex={0} aria-labelledby={id}>
        <table>
          <caption id={id}>{words.caption(name)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.columns.from}</th>
              <th scope="col" class="n">
                {words.columns.count}
              </th>
              {columns.map((column) => (
                <th scope="col" class="n">
                  {words.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, figures }) => (
              <tr>
                <th scope="row">
                  <Time at={from} viewer={viewer} />
                </th>
                <td class="n">{formatNumber(figures?.count ?? 0)}</td>
                {columns.map((column) => (
                  <td class="n">{figures === null ? "" : formatRead(figures[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
};
