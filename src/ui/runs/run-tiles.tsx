// Shows when a run was due, when it began and ended, and what became of its slot.
import {
  endOf as endOfRun,
  type Run,
  servesSlot,
  type Trigger,
} from "#domain/runs/run.ts";
import { endOf, stepsOf } from "#domain/runs/run-steps.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Tile } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatClock, formatLength } from "#ui/words/format.ts";
import { describeTiming } from "#ui/words/schedule-words.ts";
import type { RunView } from "./run-view.ts";

type TilesProps = { viewer: Viewer; view: RunView };

export const SlotTiles = ({ viewer, view }: TilesProps) => (
  <dl class="tiles">
    <DueTile viewer={viewer} view={view} trigger="schedule" />
  </dl>
);

/** From the first attempt's beginning to the last one's end; waiting is not in it. */
const endedAt = (run: Run): number =>
  // A job may begin a little before its slot.
  run.startedAt < run.dueAt ? endOfRun(run) : run.dueAt + endOf(stepsOf(run));

export const RunTiles = ({ viewer, view, run }: TilesProps & { run: Run }) => {
  const words = viewer.words.run.tiles;
  const length = (ms: number) => formatLength(ms, viewer.language);
  const end = endedAt(run);
  const usual = view.usualMs === null ? [] : [words.usual(length(view.usualMs))];
  const tries = run.attempts > 1 ? [words.tries(run.attempts)] : [];
  return (
    <dl class="tiles">
      <DueTile viewer={viewer} view={view} trigger={run.trigger} />
      {run.untimed ? (
        <Untold viewer={viewer} name={words.started} />
      ) : (
        <Tile
          name={words.started}
          figure={`+${length(Math.max(0, run.startedAt - run.dueAt))}`}
          notes={[exactClock(run.startedAt, viewer)]}
        />
      )}
      <Tile
        name={words.ended}
        figure={<Time at={end} form="clock" viewer={viewer} />}
        notes={[exactClock(end, viewer)]}
      />
      {run.untimed ? (
        <Untold viewer={viewer} name={words.took} />
      ) : (
        <Tile
          name={words.took}
          figure={length(Math.max(0, end - run.startedAt))}
          notes={[words.list([...tries, ...usual])]}
        />
      )}
      <Tile
        name={words.fate}
        figure={<Fate viewer={viewer} run={run} />}
        notes={[run.late ? words.lateNote : ""]}
      />
    </dl>
  );
};

/** Of a run of which only the end was reported. */
const Untold = ({ viewer, name }: { viewer: Viewer; name: string }) => {
  const { notTold, untimedNote } = viewer.words.heartbeats.run;
  return <Tile name={name} figure={<small>{notTold}</small>} notes={[untimedNote]} />;
};

const DueTile = ({ viewer, view, trigger }: TilesProps & { trigger: Trigger }) => {
  const words = viewer.words.run.tiles;
  const timing = describeTiming(view.target.schedule.timing, viewer.language);
  return (
    <Tile
      name={words.due}
      figure={<Time at={view.dueAt} form="clock" viewer={viewer} />}
      notes={[trigger === "schedule" ? words.bySchedule(timing) : words.without[trigger]]}
    />
  );
};

/** A manual run has no slot; failed is no fate, but what drawings show. */
const Fate = ({ viewer, run }: { viewer: Viewer; run: Run }) => {
  const { language, words } = viewer;
  const { tiles } = words.run;
  if (!servesSlot(run)) return <small>{tiles.noSlot}</small>;
  const kind = run.failure !== null ? "failed" : run.late ? "late" : "ran";
  const fate = run.late ? words.fates.late : words.fates.ran;
  const said = run.failure === null ? fate : tiles.alsoFailed(fate);
  return <Status kind={kind} language={language} words={said} />;
};

/** With the milliseconds. */
const exactClock = (at: number, viewer: Viewer): string =>
  `${formatClock(at, viewer)}.${String(at % 1_000).padStart(3, "0")}`;
