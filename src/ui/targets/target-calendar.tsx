// Shows which of a target's slots ran: the calendar, ways to other days, and what is ahead.
import { SlotCalendar } from "#ui/screens/drawings/slot-calendar.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatInstant } from "#ui/words/format.ts";
import { describeDeadlines } from "#ui/words/heartbeats/deadline-words.ts";
import { describePolicies, describeSchedule } from "#ui/words/schedule-words.ts";
import { addressTo, isoOf } from "./address.ts";
import { pathOfTarget } from "./target-head.tsx";
import type { TargetView } from "./target-view.ts";

type CalendarProps = { viewer: Viewer; view: TargetView };

export const TargetCalendar = ({ viewer, view }: CalendarProps) => {
  const { calendar, target } = view;
  const { target: words, drawings, fates } = viewer.words;
  const path = pathOfTarget(target);
  return (
    <section
      class="card"
      aria-labelledby="slots"
      data-calendar={path}
      data-ahead={fates.ahead}
      data-tip-title={drawings.slots.tip("{due}", fates.ran)}
      data-tip-text={drawings.slots.started("{started}", "{took}")}
    >
      <header>
        <h2 id="slots">{words.calendar.title}</h2>
        {calendar !== null && <Ways viewer={viewer} view={view} />}
      </header>
      {calendar === null ? (
        <p>{words.calendar.none}</p>
      ) : (
        <SlotCalendar
          calendar={calendar}
          kind={view.target.kind}
          viewer={viewer}
          hrefOf={({ dueAt }) => `${path}/runs/${isoOf(dueAt)}`}
          hrefOfRow={({ from, to }) =>
            addressTo(
              viewer,
              { from: isoOf(from), to: isoOf(to), cursor: null, window: null },
              "runs",
            )
          }
        />
      )}
    </section>
  );
};

/** To the windows before and after, and to the newest. */
const Ways = ({ viewer, view: { calendar } }: CalendarProps) => {
  const words = viewer.words.target.calendar;
  if (calendar === null) return null;
  const { from, to, earlierAt, laterAt } = calendar;
  const isNewest = laterAt === null;
  const end = isNewest ? viewer.words.drawings.latency.now : formatInstant(to, viewer);
  const slots = (at: number) => addressTo(viewer, { slots: isoOf(at) }, "slots");
  return (
    <nav class="row wide small" aria-label={words.navigation} data-swap>
      <a href={slots(earlierAt)} rel="prev">
        {`◂ ${words.earlier}`}
      </a>
      <b>{words.range(formatInstant(from, viewer), end)}</b>
      {!isNewest && (
        <>
          <a href={slots(laterAt)} rel="next">
            {`${words.later} ▸`}
          </a>
          <a href={addressTo(viewer, { slots: null }, "slots")}>{words.newest}</a>
        </>
      )}
    </nav>
  );
};

/** What is ahead, and what becomes of slots that cannot be served. */
export const NextSlots = ({ viewer, view: { target, firing } }: CalendarProps) => {
  const { next } = viewer.words.target;
  const policies =
    target.heartbeat === null
      ? Object.values(describePolicies(target.schedule, viewer.language))
      : describeDeadlines(target.heartbeat, target.schedule, viewer.language);
  return (
    <section class="card" aria-labelledby="next">
      <h2 id="next">{next.title}</h2>
      <p>{viewer.words.common.capitalised(describeSchedule(target.schedule, viewer))}</p>
      {firing.kind === "fires" && firing.upcoming.length > 0 ? (
        <ol>
          {firing.upcoming.map((at) => (
            <li>
              <Time at={at} viewer={viewer} />{" "}
              <span class="quiet small">
                <Time at={at} form="ago" viewer={viewer} />
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p>{next.none}</p>
      )}
      <details>
        <summary>
          {target.heartbeat === null
            ? next.policies
            : viewer.words.heartbeats.deadlines.title}
        </summary>
        <ul>
          {policies.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      </details>
    </section>
  );
};
