// Draws what charts over time have in common: the frame with its labels, and the legend.
import type { Child } from "hono/jsx";
import { hourMs } from "#domain/time/instants.ts";
import { formatDate, formatMinute, type Standpoint } from "#ui/words/format.ts";
import { plotHeight, plotWidth, type Span } from "./time-paths.ts";

/** Longer windows have dates on their axis. */
const longestWithClockMs = 36 * hourMs;

/** An instant as the axis of a window tells it. */
export const formatTick = (at: number, { from, to }: Span, viewer: Standpoint): string =>
  to - from <= longestWithClockMs ? formatMinute(at, viewer) : formatDate(at, viewer);

const xTicks = 4;

type TimePlotProps = {
  span: Span;
  /** The labels of the upright axis, from its foot up, evenly spaced. */
  labels: readonly string[];
  /** The label of an instant. */
  sayTime: (at: number) => string;
  /** The paths. */
  children?: Child;
  /** What stands between the drawing and its times. */
  lanes?: Child;
};

export const TimePlot = ({ span, labels, sayTime, children, lanes }: TimePlotProps) => {
  const { from, to } = span;
  const times = Array.from(
    { length: xTicks + 1 },
    (_, i) => from + (i * (to - from)) / xTicks,
  );
  return (
    <div class="chart">
      <div class="y" aria-hidden="true">
        {labels.toReversed().map((label) => (
          <span>{label}</span>
        ))}
      </div>
      <svg
        class="plot"
        viewBox={`0 0 ${plotWidth} ${plotHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="l-grid" d={gridPath(labels.length)} />
        {children}
      </svg>
      {lanes}
      <div class="x" aria-hidden="true">
        {times.map((at) => (
          <span>{sayTime(at)}</span>
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

/** What stands for a word in a drawing, in a box of 14 by 14. */
type Key = { word: string; class: string; d: string };

export const Legend = ({ keys }: { keys: readonly Key[] }) => (
  <ul class="legend">
    {keys.map(({ word, ...path }) => (
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <path {...path} />
        </svg>
        {word}
      </li>
    ))}
  </ul>
);
