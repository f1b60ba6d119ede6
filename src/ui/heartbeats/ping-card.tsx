// Shows how a heartbeat is pinged: its address, and lines to paste into the job.
import type { Timing } from "#domain/schedules/schedule.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { CopiedText } from "./copied-text.tsx";
import type { HeartbeatView, PingAddresses } from "./heartbeat-view.ts";
import { linesFor } from "./ping-lines.ts";

type CardProps = {
  viewer: Viewer;
  heartbeat: HeartbeatView;
  timing: Timing;
};

/** Where nothing has come in yet the first line stands open. */
export const PingCard = ({ viewer, heartbeat, timing }: CardProps) => {
  const words = viewer.words.heartbeats.lines;
  const { addresses, pings } = heartbeat;
  return (
    <section class="card" aria-labelledby="ping">
      <h2 id="ping">{words.title}</h2>
      {addresses === null ? (
        <p>{words.reader}</p>
      ) : (
        <>
          <p>{words.lead}</p>
          <Addresses viewer={viewer} addresses={addresses} />
          <p class="small quiet">{`${words.yourJob} ${words.fail}`}</p>
          <Lines
            viewer={viewer}
            address={addresses.byUuid}
            timing={timing}
            isFirst={pings === 0}
          />
          <p class="small quiet">{words.counts}</p>
        </>
      )}
    </section>
  );
};

const Addresses = ({
  viewer,
  addresses,
}: {
  viewer: Viewer;
  addresses: PingAddresses;
}) => {
  const { lines } = viewer.words.heartbeats;
  return (
    <>
      <p class="small">{lines.address}</p>
      <CopiedText viewer={viewer} text={addresses.byUuid} />
      {addresses.bySlug !== null && (
        <>
          <p class="small">{lines.bySlug}</p>
          <CopiedText viewer={viewer} text={addresses.bySlug} />
        </>
      )}
    </>
  );
};

type LinesProps = {
  viewer: Viewer;
  address: string;
  timing: Timing;
  isFirst: boolean;
};

const Lines = ({ viewer, address, timing, isFirst }: LinesProps) => {
  const words = viewer.words.heartbeats.lines;
  return (
    <>
      {linesFor({ address, cron: crontabOf(timing) }).map(({ kind, text }) => (
        <details open={isFirst && kind === "shell"}>
          <summary>{words.kinds[kind]}</summary>
          <CopiedText viewer={viewer} text={text} />
          {kind === "actions" && <p class="small quiet">{words.secret}</p>}
        </details>
      ))}
    </>
  );
};

/** A crontab knows no seconds, and no intervals that do not divide the hour or the day. */
function crontabOf(timing: Timing): string {
  if (timing.kind === "cron") {
    const fields = timing.expression.trim().split(/\s+/);
    return (fields.length === 6 ? fields.slice(1) : fields).join(" ");
  }
  const { everyMs } = timing;
  const minutes = everyMs / minuteMs;
  const hours = everyMs / hourMs;
  if (everyMs < hourMs) return `${stepOf(minutes, 60)} * * * *`;
  if (everyMs < dayMs) return `0 ${stepOf(hours, 24)} * * *`;
  return everyMs % (7 * dayMs) === 0 ? "0 3 * * 1" : "0 3 * * *";
}

const stepOf = (every: number, of: number): string =>
  every > 1 && of % every === 0 ? `*/${every}` : "*";
