// Says when a schedule fires: in words, and the next instants in its zone.
import type { Schedule } from "#domain/schedules/schedule.ts";
import { offsetAt } from "#domain/time/zone.ts";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import { describeSchedule } from "#ui/words/schedule-words.ts";

/** When a schedule fires, or why that cannot be said, in the viewer's language. */
export type Fires =
  | {
      schedule: Schedule;
      next: readonly number[];
      isPaused: boolean;
      /** Whether the target's id, which it has not yet, decides on the later instants. */
      isSpread: boolean;
      /** Whether each run of a job that runs elsewhere decides on the next slot. */
      countsFromRuns: boolean;
    }
  | { refused: readonly string[] };

type FiresProps = { viewer: Viewer; fires: Fires };

/** A script replaces it as somebody types. */
export const FiresView = ({ viewer, fires }: FiresProps) => (
  <div class="said new" id="fires" aria-live="polite">
    {"refused" in fires ? (
      <p>
        {viewer.words.editor.preview.refused(
          viewer.words.common.sentences(fires.refused),
        )}
      </p>
    ) : (
      <Instants viewer={viewer} fires={fires} />
    )}
  </div>
);

type Firing = Exclude<Fires, { refused: unknown }>;

const Instants = ({ viewer, fires }: { viewer: Viewer; fires: Firing }) => {
  const { schedule, next, isPaused } = fires;
  const { preview } = viewer.words.editor;
  const { timing } = schedule;
  const zone = timing.kind === "cron" ? timing.zone : viewer.zone;
  return (
    <>
      <p>
        <b>{viewer.words.common.capitalised(describeSchedule(schedule, viewer))}</b>
      </p>
      {isPaused && <p>{preview.paused}</p>}
      {next.length === 0 ? (
        <p>
          {fires.countsFromRuns ? viewer.words.heartbeats.countsFromRuns : preview.never}
        </p>
      ) : (
        <>
          <p class="quiet small">
            {fires.isSpread && timing.kind === "every"
              ? preview.about(zone, formatSpan(timing.everyMs, viewer.language))
              : preview.next(zone)}
          </p>
          <ol class="row wide">
            {next.map((at) => (
              <li>
                <Instant at={at} viewer={{ ...viewer, zone }} />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
};

const Instant = ({ at, viewer }: { at: number; viewer: Viewer }) => {
  const { weekdays } = viewer.words.times;
  const civil = new Date(at + offsetAt(viewer.zone, at));
  const weekday = weekdays[(civil.getUTCDay() + 6) % 7] ?? "";
  return (
    <>
      {viewer.words.editor.preview.weekday(weekday)}
      <Time at={at} viewer={viewer} />
    </>
  );
};
