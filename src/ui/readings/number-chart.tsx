// Draws a number over time: its median as a line, from the lowest to the highest as a
// band, a sentence above and the figures as a table.
import type { NumberPoint } from "#domain/statistics/numbers/number-series.ts";
import type { Window } from "#domain/statistics/series.ts";
import { formatTick, Legend, TimePlot } from "#ui/screens/drawings/time-plot.tsx";
import { formatRead } from "#ui/screens/number-words.ts";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";
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

const Plot = ({ viewer, window, points, ticks }: PlotProps) => {
  const { from, to } = window;
  const scale: NumberScale = { from, to, low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1 };
  return (
    <TimePlot
      span={window}
      labels={ticks.map(formatRead)}
      sayTime={(at) => formatTick(at, window, viewer)}
    >
      <path class="band-2" d={extentPath(points, scale)} />
      <path class="l-p50" d={medianPath(points, scale)} />
      <path class="l-dot" d={extremePath(points, "min", scale)} />
      <path class="l-dot" d={extremePath(points, "max", scale)} />
    </TimePlot>
  );
};

const keys = [
  { word: "median", class: "l-p50", d: "M0 7H14" },
  { word: "extent", class: "fill-band", d: "M0 2H14V12H0Z" },
  { word: "extremes", class: "l-dot", d: "M7 7h0" },
] as const;

const Keys = ({ viewer }: { viewer: Viewer }) => {
  const words = viewer.words.readings.chart.keys;
  return <Legend keys={keys.map((key) => ({ ...key, word: words[key.word] }))} />;
};

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
