// Shows the runs of a heartbeat that are under way: for how long, against the usual, and
// until when they must have ended.
import { Meter } from "#ui/screens/drawings/strips.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatLength, formatNumber, formatPercent } from "#ui/words/format.ts";
import type { HeartbeatView, RunningRun, UsualTime } from "./heartbeat-view.ts";

type CardProps = { viewer: Viewer; heartbeat: HeartbeatView };

export const RunningCard = ({ viewer, heartbeat }: CardProps) => {
  const { running, usual } = heartbeat;
  if (running.length === 0) return null;
  const words = viewer.words.heartbeats.running;
  const { columns } = words;
  return (
    <section class="card" aria-labelledby="running">
      <h2 id="running">{words.title(counted(running.length))}</h2>
      <table class="rows">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.began}</th>
            <th scope="col" class="n">
              {columns.elapsed}
            </th>
            <th scope="col">{columns.usual}</th>
            <th scope="col">{columns.deadline}</th>
            <th scope="col">{columns.slot}</th>
            <th scope="col">{columns.rid}</th>
          </tr>
        </thead>
        <tbody>
          {running.map((run) => (
            <Row viewer={viewer} run={run} usual={usual} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

type RowProps = { viewer: Viewer; run: RunningRun; usual: UsualTime | null };

const Row = ({ viewer, run, usual }: RowProps) => {
  const words = viewer.words.heartbeats.running;
  const { columns } = words;
  const elapsedMs = Math.max(0, viewer.now - run.startedAt);
  return (
    <tr>
      <th scope="row" class="lead">
        <Time at={run.startedAt} viewer={viewer} />
      </th>
      <td class="n" data-th={columns.elapsed}>
        {formatLength(elapsedMs - (elapsedMs % 1_000), viewer.language)}
      </td>
      <td data-th={columns.usual}>
        <Bar run={run} elapsedMs={elapsedMs} usual={usual} viewer={viewer} />{" "}
        {sayUsual(viewer, usual, elapsedMs)}
      </td>
      <td data-th={columns.deadline}>
        <Time at={run.deadlineAt} viewer={viewer} />{" "}
        <span class="quiet small">
          <TimeSentence viewer={viewer} at={run.deadlineAt} form="ago" say={asIs} />
        </span>
      </td>
      <td data-th={columns.slot}>
        {run.slot === null ? words.extra : <Time at={run.slot} viewer={viewer} />}
      </td>
      <td class="mono" data-th={columns.rid}>
        {run.rid ?? words.noRid}
      </td>
    </tr>
  );
};

const asIs = (time: string): string => time;

function sayUsual(viewer: Viewer, usual: UsualTime | null, elapsedMs: number): string {
  const words = viewer.words.heartbeats.running;
  if (usual === null) return words.unknown;
  const length = formatLength(usual.p50Ms, viewer.language);
  if (elapsedMs > usual.p95Ms && usual.p50Ms > 0)
    return words.longer(formatNumber(elapsedMs / usual.p50Ms, 1), length);
  return words.within(length);
}

/** A bar as long as the run may take, of which a part is over. */
const Bar = ({ viewer, run, usual, elapsedMs }: RowProps & { elapsedMs: number }) => {
  const allMs = Math.max(1, run.deadlineAt - run.startedAt);
  const isLong = usual !== null && elapsedMs > usual.p95Ms;
  const share = formatPercent(Math.min(1, elapsedMs / allMs));
  return (
    <Meter
      parts={[{ value: elapsedMs, kind: isLong ? "warn" : "work" }]}
      total={allMs}
      label={viewer.words.heartbeats.running.bar(share)}
    />
  );
};
