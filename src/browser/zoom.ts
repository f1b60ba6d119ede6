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
/** Told apart by their dashes, not by colour. */
const lines = [
  { name: "p50", dash: [] },
  { name: "p95", dash: [8, 4] },
  { name: "p99", dash: [2, 4] },
] as const satisfies readonly { name: "p50" | "p95" | "p99"; dash: number[] }[];

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
  const told = document.createElement("p");
  told.className = "small";
  told.textContent = "\u00a0";
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = place.dataset.hint ?? "";
  const reset = document.createElement("button");
  reset.type = "button";
  reset.textContent = place.dataset.reset ?? "";
  place.replaceChildren(hint, chart, told, reset);

  const tell = (text: string) => {
    told.textContent = text;
  };
  const onWindow = (window: Window) => void show(window);
  const plot = new uPlot(optionsFor({ chart, tell, onWindow }), [[]], chart);
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
    ...lines.map(({ name }) => series.map((point) => point[name])),
  ];
}

type Drawing = {
  chart: HTMLElement;
  /** Tells the figures under the pointer. */
  tell: (text: string) => void;
  onWindow: (window: Window) => void;
};

function optionsFor({ chart, tell, onWindow }: Drawing): uPlot.Options {
  const [ink, grid, stroke] = ["--ink-2", "--line", "--link"].map((name) =>
    colorOf(chart, name),
  ) as [string, string, string];
  const axis = { stroke: ink, grid: { stroke: grid } };
  return {
    width: chart.clientWidth,
    height,
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
    axes: [
      { ...axis, values: (plot, seconds) => seconds.map(timesOf(plot)) },
      { ...axis, size: 70, values: (_, ticks) => ticks.map((ms) => `${ms} ms`) },
    ],
    series: [{}, ...lines.map(({ dash }) => ({ stroke, width: 2, dash }))],
    legend: { show: false },
    cursor: { drag: { setScale: false } },
    hooks: {
      setCursor: [(plot) => tell(figuresAt(plot))],
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

/** A canvas takes no variables, nor colours that depend on the theme. */
function colorOf(chart: HTMLElement, name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  chart.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Longer windows have dates on their axis. */
const longestWithClockMs = 36 * 60 * minuteMs;

/** Writes instants in the zone of the page. */
function timesOf(plot: uPlot): (seconds: number) => string {
  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const hasDates = ((max ?? 0) - (min ?? 0)) * 1_000 > longestWithClockMs;
  const { lang, dataset } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang, {
    timeZone: dataset.zone,
    hour12: false,
    hour: "2-digit",
    minute: "2-digit",
    ...(hasDates && { day: "numeric", month: "short" }),
  });
  return (seconds) => format.format(seconds * 1_000);
}

/** "03:15  p50 188 ms, p95 412 ms, p99 690 ms". */
function figuresAt(plot: uPlot): string {
  const { idx } = plot.cursor;
  const at = typeof idx === "number" ? plot.data[0][idx] : undefined;
  if (typeof idx !== "number" || at === undefined) return "\u00a0";
  const figures = lines.flatMap(({ name }, i) => {
    const ms = plot.data[i + 1]?.[idx];
    return ms == null ? [] : [`${name} ${Math.round(ms)} ms`];
  });
  return `${timesOf(plot)(at)}  ${figures.join(", ")}`;
}
