// Shows what jobs have spent of the platform's daily limits, and what that comes to.
import { projectedToDay, withRecording } from "#domain/jobs/spent-today.ts";
import { Meter } from "#ui/screens/drawings/strips.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber, formatPercent } from "#ui/words/format.ts";
import type { Budget } from "./settings-view.ts";

type BudgetProps = { viewer: Viewer; budget: Budget };

export const BudgetCard = ({ viewer, budget }: BudgetProps) => {
  const { words } = viewer;
  const { spent, ticks, dailyRows, fetches, statements } = budget;
  const all = withRecording(spent);
  const aTick = (count: number) => formatNumber(count / Math.max(1, ticks), 1);
  const told = words.settings.budget;
  return (
    <section class="card" aria-labelledby="budget">
      <h2 id="budget">{told.title}</h2>
      <Rows
        viewer={viewer}
        kind="written"
        count={all.rowsWritten}
        limit={dailyRows?.written ?? null}
      />
      <Rows
        viewer={viewer}
        kind="read"
        count={all.rowsRead}
        limit={dailyRows?.read ?? null}
      />
      <p>
        {ticks === 0
          ? told.noTicks
          : told.ticks(
              formatNumber(ticks),
              { each: aTick(spent.requests), most: formatNumber(fetches) },
              { each: aTick(spent.statements), most: formatNumber(statements) },
            )}
      </p>
      <p class="small">{told.uncounted}</p>
      <p class="small">{told.cpu}</p>
    </section>
  );
};

/** From this share on, the day's end is worth a warning, and a louder one. */
const warnFrom = 0.8;
const badFrom = 1;

const fillOf = (share: number) =>
  share >= badFrom ? "bad" : share >= warnFrom ? "warn" : "ok";

type RowsProps = {
  viewer: Viewer;
  kind: "read" | "written";
  count: number;
  limit: number | null;
};

const Rows = ({ viewer, kind, count, limit }: RowsProps) => {
  const told = viewer.words.settings.budget;
  const projected = projectedToDay(count, viewer.now);
  const ahead =
    projected === null ? told.tooEarly : told.projected(formatNumber(projected));
  const { sentences } = viewer.words.common;
  if (limit === null)
    return <p>{sentences([told[kind](formatNumber(count), null), ahead])}</p>;
  const share = (projected ?? count) / limit;
  const of = { limit: formatNumber(limit), share: formatPercent(count / limit, "up") };
  const sentence = told[kind](formatNumber(count), of);
  return (
    <div>
      <p>{sentences([sentence, ahead, share >= badFrom ? told.over : null])}</p>
      <Meter
        parts={[
          { value: count, kind: fillOf(share) },
          { value: Math.max(0, (projected ?? count) - count), kind: "wait" },
        ]}
        total={limit}
        label={sentences([sentence, ahead])}
      />
    </div>
  );
};
