// Draws small strips of figures: the last runs, a trend, the last days, how far something
// has come. CSS gives their sizes; one path for each kind keeps a page of them small.
import { counted } from "#ui/words/format.ts";
import { type Language, wordsIn } from "#ui/words/words.ts";

const pathOf = (parts: readonly string[], name: string) => {
  const d = parts.join("");
  return d === "" ? null : <path class={name} d={d} />;
};

/** What a run was: `ms` of one that succeeded. */
export type RecentRun = { ok: boolean; ms: number | null };

/** So many runs and missed slots are drawn; more would not be told apart. */
const mostBars = 60;
const barStep = 3;
/** A bar grows up from the line at 16, by 15 at most. A failed run hangs below it. */
const barLine = 16;
const tallest = 15;
const shortest = 2;

type BarsProps = {
  /** The oldest first. */
  runs: readonly RecentRun[];
  /** How many slots were missed since the last run. */
  missed?: number;
  language: Language;
};

export const Bars = ({ runs, missed = 0, language }: BarsProps) => {
  const gaps = Math.min(missed, mostBars);
  const shown = runs.slice(Math.max(0, runs.length - (mostBars - gaps)));
  const { good, bad, failed } = barPaths(shown);
  const places = Array.from(
    { length: gaps },
    (_, i) => (shown.length + i) * barStep + 0.5,
  );
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${mostBars * barStep} 24`}
      preserveAspectRatio="none"
      role="img"
      aria-label={labelOf({ runs: shown.length, failed, missed }, language)}
    >
      <path class="b-base" d={`M0 16.5H${mostBars * barStep}`} />
      {pathOf([good], "b-ok")}
      {pathOf([bad], "b-bad")}
      {pathOf(
        places.map((x) => `M${x} 19h2v3h-2z`),
        "b-gap",
      )}
    </svg>
  );
};

/** One pass over the runs: a page has thousands of them. */
function barPaths(runs: readonly RecentRun[]) {
  let longest = 1;
  for (const { ms } of runs) if (ms !== null && ms > longest) longest = ms;
  let [good, bad, failed, x] = ["", "", 0, barStep / 2];
  for (const { ok, ms } of runs) {
    if (ok) {
      const height = Math.max(shortest, Math.round((tallest * (ms ?? 0)) / longest));
      good += `M${x} ${barLine}V${barLine - height}`;
    } else {
      bad += `M${x} 17v7`;
      failed += 1;
    }
    x += barStep;
  }
  return { good, bad, failed };
}

function labelOf(
  { runs, failed, missed }: { runs: number; failed: number; missed: number },
  language: Language,
): string {
  const words = wordsIn(language).drawings;
  if (runs + missed === 0) return words.noRuns;
  return words.bars({
    runs: counted(runs),
    failed: counted(failed),
    missed: counted(missed),
  });
}

/** A trend, the oldest value first; null is a gap. The words beside it say the figures. */
export const Spark = ({ values }: { values: readonly (number | null)[] }) => (
  <svg class="spark" viewBox="0 0 72 22" preserveAspectRatio="none" aria-hidden="true">
    {pathOf([sparkPath(values)], "l-p50")}
  </svg>
);

function sparkPath(values: readonly (number | null)[]): string {
  let highest = 1;
  for (const value of values) if (value !== null && value > highest) highest = value;
  const step = 70 / Math.max(1, values.length - 1);
  let path = "";
  let isOpen = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) {
      // Tenths, as toFixed(1) has them but for a zero at the end.
      const y = Math.round(210 - (200 * value) / highest) / 10;
      path += `${isOpen ? "L" : "M"}${Math.round(1 + i * step)} ${y}`;
      if (!isOpen && values[i + 1] == null) path += "h1";
    }
    isOpen = value !== null;
  }
  return path;
}

/** How a day was; null of a day of which nothing is known. */
export type DayKind = "good" | "degraded" | "outage" | null;

/** Half as tall is a degraded day, below the line is an outage. */
const dayForms = {
  good: { class: "b-ok", d: "0V16" },
  degraded: { class: "b-warn", d: "9V16" },
  outage: { class: "b-bad", d: "17V28" },
} as const;

type DaysProps = { days: readonly DayKind[]; language: Language };

export const DaysStrip = ({ days, language }: DaysProps) => {
  const countOf = (kind: DayKind) => counted(days.filter((day) => day === kind).length);
  const label = wordsIn(language).drawings.days({
    days: counted(days.length),
    outages: countOf("outage"),
    slow: countOf("degraded"),
  });
  return (
    <svg
      class="days"
      viewBox={`0 0 ${6 * days.length} 28`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {Object.entries(dayForms).map(([kind, form]) =>
        pathOf(
          days.flatMap((day, i) => (day === kind ? `M${6 * i + 3} ${form.d}` : [])),
          form.class,
        ),
      )}
    </svg>
  );
};

export type FillKind = "ok" | "bad" | "warn" | "off" | "wait" | "work";

type MeterProps = {
  /** Drawn one after the other. */
  parts: readonly { value: number; kind: FillKind }[];
  total: number;
  /** The figures in words. */
  label: string;
};

const meterWidth = 1_000;

/** How much of something is done, used or broken. */
export const Meter = ({ parts, total, label }: MeterProps) => {
  let end = 0;
  const widthOf = (value: number) =>
    total > 0 ? Math.round((meterWidth * Math.max(0, value)) / total) : 0;
  return (
    <svg
      class="meter"
      viewBox={`0 0 ${meterWidth} 8`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect width={meterWidth} height="8" class="fill-off" />
      {parts.map(({ value, kind }) => {
        const x = end;
        const width = Math.min(widthOf(value), meterWidth - x);
        end += width;
        return <rect x={x} width={width} height="8" class={`fill-${kind}`} />;
      })}
    </svg>
  );
};

/** Thin is waiting, thick is a request. */
const spanForms = {
  thin: { y: 5, height: 4 },
  middle: { y: 3, height: 8 },
  thick: { y: 0, height: 14 },
} as const;

type SpanProps = {
  /** Where it begins and how long it is, in the unit of `total`. */
  from: number;
  length: number;
  total: number;
  kind: FillKind;
  form: keyof typeof spanForms;
  label: string;
};

const spanWidth = 600;
/** What took no time is seen nevertheless. */
const narrowest = 3;

/** A stretch of a longer time. */
export const Span = ({ from, length, total, kind, form, label }: SpanProps) => {
  const scale = spanWidth / Math.max(1, total);
  const width = Math.min(spanWidth, Math.max(narrowest, length * scale));
  const x = Math.max(0, Math.min(from * scale, spanWidth - width));
  return (
    <svg
      class="span"
      viewBox={`0 0 ${spanWidth} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect y="6.5" width={spanWidth} height="1" class="fill-off" />
      <rect
        x={x.toFixed(1)}
        width={width.toFixed(1)}
        {...spanForms[form]}
        class={`fill-${kind}`}
      />
    </svg>
  );
};
