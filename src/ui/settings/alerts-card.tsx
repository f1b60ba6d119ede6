// Shows who is told what happens, and who notices when nothing happens any more.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber, formatSpan } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { Telling } from "./settings-view.ts";

type AlertsProps = { viewer: Viewer; telling: Telling };

export const AlertsCard = ({ viewer, telling: { channels, deadMan } }: AlertsProps) => {
  const words = viewer.words.settings.alerts;
  const some = () =>
    words.someChannels(formatNumber(channels.enabled), formatNumber(channels.all));
  return (
    <section class="card" aria-labelledby="alerts-card">
      <h2 id="alerts-card">{words.title}</h2>
      <dl class="pairs">
        <dt>
          <a href="/channels">{words.channels}</a>
        </dt>
        <dd>{channels.all === 0 ? words.noChannels : some()}</dd>
        <dt>{words.deadMan}</dt>
        <dd>
          {deadMan === null
            ? words.noDeadMan
            : words.every(deadMan.url, formatSpan(deadMan.everyMs, viewer.language))}
        </dd>
        {deadMan !== null && (
          <>
            <dt>{words.lastPing}</dt>
            <dd>
              <LastPing viewer={viewer} deadMan={deadMan} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

type PingProps = { viewer: Viewer; deadMan: NonNullable<Telling["deadMan"]> };

const LastPing = ({ viewer, deadMan: { problem, lastPing } }: PingProps) => {
  const words = viewer.words.settings.alerts;
  if (problem !== null) return sentenceIn(viewer.language, problem);
  if (lastPing === null)
    return <Status kind="new" language={viewer.language} words={words.neverPinged} />;
  const { at, status } = lastPing;
  const isTaken = status !== null && status >= 200 && status < 300;
  return (
    <>
      <Status
        kind={isTaken ? "up" : "failed"}
        language={viewer.language}
        words={status === null ? words.unanswered : words.answered(status)}
      />{" "}
      <Time at={at} form="ago" viewer={viewer} />
    </>
  );
};
