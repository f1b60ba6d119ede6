// Draws how long runs took: percentiles as a line and bands, failures and missed slots in
// lanes below the axis, a sentence above and the figures as a table.
import { counted, formatLength, type Standpoint } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import { durationTicks } from "./axis.ts";
import { LatencyFigures } from "./latency-figures.tsx";
import {
  type LatencyPoint,
  percentileBand,
  percentilePath,
  type Scale,
} from "./latency-paths.ts";
import { middleOf, plotWidth, xOf } from "./time-paths.ts";
import { formatTick, Legend, TimePlot } from "./time-plot.tsx";

export type LatencyProps = {
  viewer: Standpoint;
  points: readonly LatencyPoint[];
  /** The window, epoch ms. */
  from: number;
  to: number;
  /** Of the whole window; null where no run succeeded. */
  whole: { p50: number; p95: number } | null;
  /** Names the table; a page may have several charts. */
  id: string;
  /** Coarser points for the table, where there are many. */
  rows?: readonly LatencyPoint[];
};

export const LatencyChart = (props: LatencyProps) => {
  const { viewer, whole, points, rows = points } = props;
  return (
    <>
      <p>{sayLatency(props)}</p>
      {whole === null ? null : (
        <>
          <Plot {...props} />
          <Keys viewer={viewer} />
        </>
      )}
      {rows.length === 0 ? null : (
        <LatencyFigures id={props.id} rows={rows} viewer={viewer} />
      )}
    </>
  );
};

function sayLatency(props: LatencyProps): string {
  const { viewer, points, whole } = props;
  const words = wordsIn(viewer.language).drawings.latency;
  const length = (ms: number) => formatLength(ms, viewer.language);
  const total = (kind: "failed" | "degraded" | "missed") =>
    counted(points.reduce((sum, point) => sum + point[kind], 0));
  const slowest = points.reduce<LatencyPoint | null>(
    (worst, point) => (p95Of(point) > (worst ? p95Of(worst) : 0) ? point : worst),
    null,
  );
  const failed = total("failed");
  const degraded = total("degraded");
  const missed = total("missed");
  return [
    whole === null ? words.none : words.took(length(whole.p50), length(whole.p95)),
    ...(slowest === null || points.length < 2
      ? []
      : [words.slowest(formatTick(slowest.from, props, viewer), length(p95Of(slowest)))]),
    ...(failed.count > 0 ? [words.failed(failed)] : []),
    ...(degraded.count > 0 ? [words.degraded(degraded)] : []),
    ...(missed.count > 0 ? [words.missed(missed)] : []),
  ].join(viewer.language === "ja" ? "" : " ");
}

const p95Of = ({ durations }: LatencyPoint): number => durations?.p95 ?? 0;

const Plot = (props: LatencyProps) => {
  const { viewer, points, from, to } = props;
  const words = wordsIn(viewer.language).drawings.latency;
  const longest = Math.max(1, ...points.map(({ durations }) => durations?.p99 ?? 0));
  const ticks = durationTicks(longest);
  const scale: Scale = { from, to, topMs: ticks.at(-1) ?? longest };
  const isNow = (at: number) => at === to && to >= viewer.now;
  return (
    <TimePlot
      span={props}
      labels={ticks.map((ms) => (ms === 0 ? "0" : formatLength(ms, viewer.language)))}
      sayTime={(at) => (isNow(at) ? words.now : formatTick(at, props, viewer))}
      lanes={
        <>
          <Lane kind="failed" name="l-bad" scale={scale} {...props} />
          <Lane kind="missed" name="l-gap" scale={scale} {...props} />
        </>
      }
    >
      <path class="band" d={percentileBand(points, ["p10", "p99"], scale)} />
      <path class="band-2" d={percentileBand(points, ["p50", "p95"], scale)} />
      <path class="l-p50" d={percentilePath(points, "p50", scale)} />
    </TimePlot>
  );
};

type LaneProps = LatencyProps & {
  kind: "failed" | "missed";
  name: string;
  scale: Scale;
};

/** Where something failed or was missed. Nothing where that never was. */
const Lane = ({ kind, name, scale, viewer, points }: LaneProps) => {
  const words = wordsIn(viewer.language).drawings.latency;
  const marks = points.filter((point) => point[kind] > 0);
  if (marks.length === 0) return null;
  return (
    <>
      <span class="lane small">
        {kind === "failed" ? words.failedLane : words.missedLane}
      </span>
      <svg
        class="strip"
        viewBox={`0 0 ${plotWidth} 14`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="l-grid" d={`M0 13.5H${plotWidth}`} />
        <path
          class={name}
          d={marks.map((point) => `M${xOf(middleOf(point), scale)} 0v14`).join("")}
        />
      </svg>
    </>
  );
};

const keys = [
  { word: "p50", class: "l-p50", d: "M0 7H14" },
  { word: "inner", class: "fill-band", d: "M0 2H14V12H0Z" },
  { word: "outer", class: "band-key", d: "M0 2H14V12H0Z" },
  { word: "failed", class: "l-bad", d: "M7 0V14" },
  { word: "missed", class: "l-gap", d: "M7 0V14" },
] as const;

const Keys = ({ viewer }: { viewer: Standpoint }) => {
  const words = wordsIn(viewer.language).drawings.latency.keys;
  return <Legend keys={keys.map((key) => ({ ...key, word: words[key.word] }))} />;
};
