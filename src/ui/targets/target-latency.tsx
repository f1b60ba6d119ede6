// Shows how long a target's runs took in a window, and leads to other windows.
import assetNames from "#asset-names";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { failedOf, runsOf, type Summary, slotsIn } from "#domain/statistics/summary.ts";
import { LatencyChart } from "#ui/screens/drawings/latency-chart.tsx";
import type { LatencyPoint } from "#ui/screens/drawings/latency-paths.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { addressTo, isoOf } from "./address.ts";
import type { Point, TargetView } from "./target-view.ts";
import { windowNames } from "./target-view.ts";

type LatencyProps = { viewer: Viewer; view: TargetView };

export const TargetLatency = ({ viewer, view }: LatencyProps) => {
  const { figures, target } = view;
  const words = viewer.words.target;
  const { from, to } = figures.window;
  return (
    <section class="card" aria-labelledby="latency">
      <header>
        <h2 id="latency">{words.latency.title}</h2>
        <Windows viewer={viewer} view={view} />
      </header>
      <LatencyChart
        viewer={viewer}
        points={figures.points.map(toLatency)}
        rows={isEmpty(figures.summary) ? [] : figures.rows.map(toLatency)}
        from={from}
        to={to}
        whole={toLatency({ ...figures.window, summary: figures.summary }).durations}
        id="figures"
      />
      <Zoom viewer={viewer} view={view} />
      <span data-window={`${from}-${to}`} />
      <div
        data-keep
        data-zoom={`/api/targets/${target.id}/stats`}
        data-script={assetNames.zoom}
        data-button={words.zoom.script}
        data-hint={words.zoom.hint}
        data-reset={words.zoom.reset}
      />
    </section>
  );
};

const isEmpty = (summary: Summary): boolean => runsOf(summary) + slotsIn(summary) === 0;

function toLatency({ from, to, summary }: Point): LatencyPoint {
  const of = (quantile: number) => quantileOf(summary.duration, quantile);
  const [p10, p50, p95, p99] = [of(0.1), of(0.5), of(0.95), of(0.99)];
  const isKnown = p10 !== null && p50 !== null && p95 !== null && p99 !== null;
  return {
    from,
    to,
    runs: runsOf(summary),
    failed: failedOf(summary),
    degraded: summary.degraded,
    missed: summary.slots.missed,
    durations: isKnown ? { p10, p50, p95, p99 } : null,
  };
}

const Windows = ({ viewer, view: { figures } }: LatencyProps) => {
  const { windows, windowsName } = viewer.words.target;
  return (
    <nav class="row wide small" aria-label={windowsName} data-swap>
      {windowNames.map((name) => {
        const isCurrent = name === figures.name;
        const changes = { window: name, from: null, to: null, cursor: null };
        return (
          <a
            href={addressTo(viewer, changes, "latency")}
            aria-current={isCurrent ? "true" : undefined}
          >
            {isCurrent ? <b>{windows[name]}</b> : windows[name]}
          </a>
        );
      })}
    </nav>
  );
};

/** Shorter windows have too few points. */
const shortestZoomMs = 10 * 60_000;

/** Narrows the window or moves it, without a script. */
const Zoom = ({ viewer, view: { figures } }: LatencyProps) => {
  const { zoom } = viewer.words.target;
  const { from, to } = figures.window;
  const length = to - from;
  const middle = Math.round(from + length / 2);
  const canNarrow = length >= 2 * shortestZoomMs;
  const ways = [
    { name: zoom.earlier, from: from - length, to: from, isThere: from - length > 0 },
    { name: zoom.inner, from, to: middle, isThere: canNarrow },
    { name: zoom.outer, from: middle, to, isThere: canNarrow },
    { name: zoom.later, from: to, to: to + length, isThere: to < viewer.now },
  ];
  return (
    <nav class="row wide small" aria-label={zoom.name} data-swap>
      {ways
        .filter(({ isThere }) => isThere)
        .map(({ name, ...part }) => (
          <a
            href={addressTo(
              viewer,
              {
                from: isoOf(part.from),
                to: isoOf(Math.min(part.to, viewer.now)),
                cursor: null,
              },
              "latency",
            )}
          >
            {name}
          </a>
        ))}
    </nav>
  );
};
