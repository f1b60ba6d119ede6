// Draws a chart that can be zoomed by dragging and by keys. Loaded only where somebody
// zooms. Each window is asked for in steps that suit it.
import uPlot from "uplot";

/** A point of the API's statistics, as far as the chart needs it. */
type Point = { from: string; p50: number | null; p95: number | null; p99: number | null };

type Window = { from: number; to: number };

const minuteMs = 60_000;
const steps = [1, 5, 15, 30, 60, 120, 240, 480, 1_440, 2_880, 11_520].map(
  (minutes) => minutes * minuteMs,
);
/** The points that a wide screen can tell apart. */
const mostPoints = 200;
const shortestMs = 10 * minuteMs;
const height = 240;

/** Puts the chart into a place whose attributes say what it shows. */
export function zoomIn(place: HTMLElement): void {
  const [from = 0, to = 0] = (place.dataset.drawn ?? "").split("-").map(Number);
  const whole: Window = { from, to };
  let shown = whole;
  const chart = document.createElement("div");
  chart.tabIndex = 0;
  chart.setAttribute("role", "application");
  chart.setAttribute("aria-label", place.dataset.hint ?? "");
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = place.dataset.hint ?? "";
  const reset = document.createElement("button");
  reset.type = "button";
  reset.textContent = place.dataset.reset ?? "";
  place.replaceChildren(hint, chart, reset);

  const plot = new uPlot(
    optionsFor(chart, (window) => void show(window)),
    [[]],
    chart,
  );
  const show = async (window: Window) => {
    shown = within(window, whole);
    const mine = shown;
    const data = await ask(place.dataset.zoom ?? "", mine);
    if (mine !== shown) return;
    plot.setData(data, false);
    plot.setScale("x", { min: mine.from / 1_000, max: mine.to / 1_000 });
  };
  reset.addEventListener("click", () => void show(whole));
  chart.addEventListener("keydown", (event) => {
    const next = windowFor(event.key, shown, whole);
    if (next === null || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void show(next);
  });
  new ResizeObserver(() => plot.setSize({ width: chart.clientWidth, height })).observe(
    chart,
  );
  void show(whole);
  chart.focus();
}

/** Where a key leads; null for other keys. */
function windowFor(key: string, { from, to }: Window, whole: Window): Window | null {
  const length = to - from;
  const moved = (ms: number) => ({ from: from + ms, to: to + ms });
  switch (key) {
    case "+":
    case "=":
      return { from: from + length / 4, to: to - length / 4 };
    case "-":
      return { from: from - length / 2, to: to + length / 2 };
    case "ArrowLeft":
      return moved(-length / 4);
    case "ArrowRight":
      return moved(length / 4);
    case "0":
    case "Escape":
      return whole;
    default:
      return null;
  }
}

/** A window that lies within the whole and is long enough to have points. */
function within({ from, to }: Window, whole: Window): Window {
  const length = Math.min(Math.max(to - from, shortestMs), whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  return { from: Math.round(start), to: Math.round(start + length) };
}

async function ask(path: string, { from, to }: Window): Promise<uPlot.AlignedData> {
  const step = steps.find((ms) => (to - from) / ms <= mostPoints) ?? steps.at(-1);
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    step: `${(step ?? minuteMs) / minuteMs}m`,
  });
  const answer = await fetch(`${path}?${query}`);
  const { series = [] } = (await answer.json()) as { series?: Point[] };
  return [
    series.map((point) => Date.parse(point.from) / 1_000),
    series.map(({ p50 }) => p50),
    series.map(({ p95 }) => p95),
    series.map(({ p99 }) => p99),
  ];
}

function optionsFor(
  chart: HTMLElement,
  onWindow: (window: Window) => void,
): uPlot.Options {
  const color = (name: string) =>
    getComputedStyle(document.documentElement).getPropertyValue(name);
  const axis = { stroke: color("--ink-2"), grid: { stroke: color("--line") } };
  const value = (_: uPlot, ms: number | null) =>
    ms === null ? "" : `${Math.round(ms)} ms`;
  const line = (label: string, stroke: string) => ({
    label,
    stroke: color(stroke),
    width: 2,
    value,
  });
  return {
    width: chart.clientWidth,
    height,
    tzDate: (seconds) =>
      uPlot.tzDate(
        new Date(seconds * 1_000),
        document.documentElement.dataset.zone ?? "UTC",
      ),
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
    axes: [
      axis,
      { ...axis, size: 70, values: (_, ticks) => ticks.map((ms) => `${ms} ms`) },
    ],
    series: [
      { label: "" },
      line("p50", "--link"),
      line("p95", "--warn"),
      line("p99", "--off"),
    ],
    cursor: { drag: { setScale: false } },
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width <= 0) return;
          const at = (x: number) => plot.posToVal(x, "x") * 1_000;
          onWindow({ from: at(left), to: at(left + width) });
          plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
    },
  };
}
