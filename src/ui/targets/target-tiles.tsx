// Shows a target's key figures in a window, each beside that of the time before.
import { quantileOf } from "#domain/statistics/sketch.ts";
import { availabilityOf } from "#domain/statistics/slo.ts";
import {
  failedOf,
  fates,
  runsOf,
  type Summary,
  slotsIn,
} from "#domain/statistics/summary.ts";
import { Tile } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import {
  counted,
  formatAgo,
  formatLength,
  formatNumber,
  formatPercent,
  formatSpan,
} from "#ui/words/format.ts";
import { NumberTiles } from "./number-tiles.tsx";
import type { TargetFigures, TargetView } from "./target-view.ts";

type TilesProps = { viewer: Viewer; view: TargetView };

export const TargetTiles = (props: TilesProps) => {
  const { figures } = props.view;
  return (
    <dl class="tiles">
      <Availability {...props} figures={figures} />
      <Durations {...props} figures={figures} />
      <Lag {...props} figures={figures} />
      <Slots {...props} figures={figures} />
      <NumberTiles {...props} />
      <NextRun {...props} />
    </dl>
  );
};

type FigureProps = TilesProps & { figures: TargetFigures };

export const windowName = ({ name }: TargetFigures, { words }: Viewer): string =>
  name === null ? words.target.custom : words.target.windows[name];

const tallyOf = (summary: Summary) => ({
  runs: runsOf(summary),
  failed: failedOf(summary),
});

const Availability = ({ viewer, figures }: FigureProps) => {
  const words = viewer.words.target.tiles;
  const tally = tallyOf(figures.summary);
  const share = availabilityOf(tally);
  const before = availabilityOf(tallyOf(figures.before));
  const { degraded } = figures.summary;
  return (
    <Tile
      name={words.availability(windowName(figures, viewer))}
      figure={share === null ? words.none : formatPercent(share)}
      notes={[
        share === null
          ? words.noRuns
          : words.failed(formatNumber(tally.failed), formatNumber(tally.runs)),
        degraded > 0 ? words.degraded(formatNumber(degraded)) : null,
        before === null ? null : words.before(formatPercent(before)),
      ]}
    />
  );
};

const Durations = ({ viewer, figures }: FigureProps) => {
  const words = viewer.words.target.tiles;
  const length = ({ duration }: Summary, quantile: number) => {
    const ms = quantileOf(duration, quantile);
    return ms === null ? null : formatLength(ms, viewer.language);
  };
  const { summary } = figures;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => length(summary, q));
  const before = length(figures.before, 0.95);
  return (
    <Tile
      name={words.p95(windowName(figures, viewer))}
      figure={p95 ?? words.none}
      notes={[
        p50 && p99 ? words.percentiles(p50, p99) : null,
        before === null ? null : words.before(before),
      ]}
    />
  );
};

const Lag = ({ viewer, view, figures }: FigureProps) => {
  const words = viewer.words.target.tiles;
  const ms = quantileOf(figures.summary.lag, 0.95);
  const grace = formatSpan(view.target.schedule.graceMs, viewer.language);
  const late = formatNumber(figures.summary.slots.late);
  return (
    <Tile
      name={words.lag}
      figure={ms === null ? words.none : formatLength(ms, viewer.language)}
      notes={[words.late(late, grace)]}
    />
  );
};

/** What came due, and its ends, which add up to it. */
const Slots = ({ viewer, figures }: FigureProps) => {
  const words = viewer.words.target.tiles;
  const { slots } = figures.summary;
  const parts = fates
    .filter((fate) => slots[fate] > 0)
    .map((fate) => viewer.words.drawings.slots.row[fate](counted(slots[fate])));
  return (
    <Tile
      name={words.slots(windowName(figures, viewer))}
      figure={formatNumber(slotsIn(figures.summary))}
      notes={[words.fates(parts)]}
    />
  );
};

const NextRun = ({ viewer, view: { firing } }: TilesProps) => {
  const words = viewer.words.target.tiles;
  if (firing.kind !== "fires")
    return <Tile name={words.next} figure={<small>{words.notDue}</small>} notes={[]} />;
  const { runAt } = firing;
  return (
    <Tile
      name={words.next}
      figure={formatAgo(runAt, viewer)}
      notes={[<Time at={runAt} viewer={viewer} />]}
    />
  );
};
