// Shows the last 90 days of a service: a cell a day, one sentence for all of them, and one
// for each day with failures.
import type { PublicDay, PublicService } from "#domain/status/public-page.ts";
import { dayMs, dayOf } from "#domain/time/instants.ts";
import { type DayKind, DaysStrip } from "#ui/screens/drawings/strips.tsx";
import { counted, formatDate, formatPercent, type Standpoint } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";

/** From this share of failures on a day is one of an outage. */
const outageShare = 0.01;

function kindOf(share: PublicDay): DayKind {
  if (share === null) return null;
  if (share === 1) return "good";
  return 1 - share < outageShare ? "degraded" : "outage";
}

type DaysProps = { viewer: Standpoint; service: PublicService };

export const ServiceDays = ({ viewer, service: { days, availability } }: DaysProps) => {
  const words = wordsIn(viewer.language).statusPage;
  const kinds = days.map(kindOf);
  const countOf = (kind: DayKind) => kinds.filter((one) => one === kind).length;
  const known = days.length - countOf(null);
  const bad = countOf("outage") + countOf("degraded");
  const said =
    known === 0
      ? words.days.none
      : bad === 0
        ? words.days.good(counted(known))
        : words.days.bad(
            counted(countOf("outage")),
            counted(countOf("degraded")),
            counted(known),
          );
  return (
    <>
      <DaysStrip days={kinds} language={viewer.language} />
      <p class="row between small quiet">
        <span>{words.daysAgo}</span>
        {availability !== null && (
          <span>{words.days.available(formatPercent(availability))}</span>
        )}
        <span>{words.today}</span>
      </p>
      <p class="small">{said}</p>
      {bad > 0 && <BadDays viewer={viewer} days={days} />}
    </>
  );
};

type BadProps = { viewer: Standpoint; days: readonly PublicDay[] };

const BadDays = ({ viewer, days }: BadProps) => {
  const words = wordsIn(viewer.language).statusPage.days;
  const today = dayOf(viewer.now);
  // Days are kept by UTC, and so are their dates.
  const inUtc = { ...viewer, zone: "UTC" };
  const dateOf = (i: number) =>
    formatDate((today - (days.length - 1 - i)) * dayMs, inUtc);
  return (
    <details class="small">
      <summary>{words.details}</summary>
      <ul>
        {days.map((share, i) =>
          share === null || share === 1 ? null : (
            <li>{words.one(dateOf(i), formatPercent(share))}</li>
          ),
        )}
      </ul>
      <p>{words.rest}</p>
    </details>
  );
};
