// Shows who is told what happens, and who notices when nothing happens any more.
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber, formatSpan } from "#ui/words/format.ts";
import { LastPing } from "./last-ping.tsx";
import type { Telling } from "./settings-view.ts";

type AlertsProps = { viewer: Viewer; telling: Telling };

export const AlertsCard = ({ viewer, telling: { channels, deadMan } }: AlertsProps) => {
  const { alerts: words, outside } = viewer.words.settings;
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
            : words.every(deadMan.url, formatSpan(deadMan.everyMs, viewer.language))}{" "}
          <a href="/settings/dead-man">
            {outside.change}
            <span class="out">{`: ${words.deadMan}`}</span>
          </a>
        </dd>
        {deadMan !== null && (
          <>
            <dt>{words.lastPing}</dt>
            <dd>
              <LastPing viewer={viewer} deadMan={deadMan} />
            </dd>
          </>
        )}
        <dt>{outside.canaries.name}</dt>
        <dd>
          <a href="/settings/canaries">
            {outside.look}
            <span class="out">{`: ${outside.canaries.name}`}</span>
          </a>
        </dd>
      </dl>
    </section>
  );
};
