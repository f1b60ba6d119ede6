// Lists the pings of a heartbeat that came in lately, also those that matched no run.
import type { PingAction, RecentPing } from "#domain/heartbeats/ping.ts";
import { type FateKind, Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { isoOf } from "#ui/targets/address.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { counted, formatBytes, formatLength } from "#ui/words/format.ts";
import type { HeartbeatView } from "./heartbeat-view.ts";

type CardProps = {
  viewer: Viewer;
  heartbeat: HeartbeatView;
  target: { id: number };
};

export const LatelyCard = ({ viewer, heartbeat, target }: CardProps) => {
  const words = viewer.words.heartbeats.lately;
  const { lately, pings } = heartbeat;
  return (
    <section class="card" aria-labelledby="lately">
      <header>
        <h2 id="lately">{words.title}</h2>
        <p class="small quiet">{words.total(counted(pings))}</p>
      </header>
      {lately.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table viewer={viewer} lately={lately} target={target} open={openIn(heartbeat)} />
      )}
    </section>
  );
};

/** What stands for the slots of the runs that have not ended: they have no pages yet. */
function openIn({ running, lately }: HeartbeatView): ReadonlySet<number> {
  const began = new Set(running.map(({ startedAt }) => startedAt));
  return new Set(
    lately.flatMap(({ action, at, dueAt }) =>
      action === "start" && dueAt !== null && began.has(at) ? [dueAt] : [],
    ),
  );
}

type Shown = {
  viewer: Viewer;
  target: { id: number };
  /** Epoch ms. */
  open: ReadonlySet<number>;
};

type TableProps = Shown & { lately: readonly RecentPing[] };

const Table = ({ viewer, lately, target, open }: TableProps) => {
  const { caption, columns } = viewer.words.heartbeats.lately;
  return (
    <table class="rows">
      <caption>{caption(counted(lately.length))}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.run}</th>
          <th scope="col" class="n">
            {columns.took}
          </th>
          <th scope="col">{columns.from}</th>
          <th scope="col" class="n">
            {columns.body}
          </th>
        </tr>
      </thead>
      <tbody>
        {lately.map((ping) => (
          <Row viewer={viewer} ping={ping} target={target} open={open} />
        ))}
      </tbody>
    </table>
  );
};

const shapes: Readonly<Record<PingAction, StatusKind | FateKind>> = {
  start: "running",
  success: "up",
  fail: "failed",
  log: "new",
};

type RowProps = Shown & { ping: RecentPing };

const Row = ({ viewer, ping, target, open }: RowProps) => {
  const words = viewer.words.heartbeats.lately;
  const { columns } = words;
  return (
    <tr>
      <th scope="row" class="lead">
        <Time at={ping.at} viewer={viewer} />
      </th>
      <td>
        <Status
          kind={ping.ignored === undefined ? shapes[ping.action] : "paused"}
          language={viewer.language}
          words={sayAction(viewer, ping)}
        />
      </td>
      <td data-th={columns.run}>
        <RunOf viewer={viewer} ping={ping} target={target} open={open} />
      </td>
      <td class="n" data-th={columns.took}>
        {ping.durationMs === null ? "" : formatLength(ping.durationMs, viewer.language)}
      </td>
      <td class="url small" data-th={columns.from}>
        {`${ping.from} ${ping.method} ${ping.userAgent}`}
      </td>
      <td class="n" data-th={columns.body}>
        {ping.bodyBytes === 0 ? words.noBody : formatBytes(ping.bodyBytes)}
      </td>
    </tr>
  );
};

const RunOf = ({ viewer, ping: { dueAt, ignored }, target, open }: RowProps) => {
  const words = viewer.words.heartbeats.lately;
  if (ignored !== undefined) return <span class="quiet">{words.ignored[ignored]}</span>;
  if (dueAt === null) return <span class="quiet">{words.unmatched}</span>;
  if (open.has(dueAt)) return <>{words.running}</>;
  return (
    <a href={`${pathOfTarget(target)}/runs/${isoOf(dueAt)}`}>
      <Time at={dueAt} viewer={viewer} />
    </a>
  );
};

function sayAction({ words }: Viewer, { action, exitStatus }: RecentPing): string {
  const { actions, exit } = words.heartbeats.lately;
  return exitStatus === null ? actions[action] : exit(actions[action], exitStatus);
}
