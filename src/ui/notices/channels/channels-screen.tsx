// Shows all channels: where each leads, what it answered last, and what waits for it.
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import { type ChannelView, pathOfChannel } from "./channel-view.ts";
import {
  Answer,
  ChannelForm,
  ChannelStatus,
  isTroubled,
  sayCounts,
  shorten,
  titleOfKind,
} from "./channel-words.tsx";

type ChannelsProps = {
  viewer: Viewer;
  channels: readonly ChannelView[];
  notice: Notice | null;
};

export const ChannelsScreen = ({ viewer, channels, notice }: ChannelsProps) => {
  const title = sayTitle(channels, viewer);
  const words = viewer.words.channels;
  const isAdmin = viewer.role === "admin";
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="channels" />
      <div class="head">
        <div>
          <h1>{title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        {isAdmin && (
          <a class="button" href="/channels/new">
            {words.add}
          </a>
        )}
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      {channels.length === 0 ? (
        <NoChannels viewer={viewer} />
      ) : (
        <ChannelTable viewer={viewer} channels={channels} />
      )}
    </Page>
  );
};

function sayTitle(channels: readonly ChannelView[], { words }: Viewer): string {
  const { heading } = words.channels;
  const all = counted(channels.length);
  if (channels.length === 0) return heading.none;
  const troubled = channels.filter(isTroubled).length;
  if (troubled > 0) return heading.bad(counted(troubled), all);
  const enabled = channels.filter((channel) => channel.enabled).length;
  return enabled === 0 ? heading.off(all) : heading.well(counted(enabled));
}

/** The quickest channel is one press away. */
const NoChannels = ({ viewer }: { viewer: Viewer }) => {
  const words = viewer.words.channels;
  if (viewer.role !== "admin") return <p class="card">{words.empty.reader}</p>;
  const fields = {
    kind: "log",
    name: words.empty.logName,
    enabled: "yes",
    language: viewer.language,
  };
  return (
    <section class="card">
      <p>{words.empty.said}</p>
      <form class="row" method="post" action="/channels/new">
        <FormToken token={viewer.formToken} />
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="primary">
          {words.empty.addLog}
        </button>
        <a class="button" href="/channels/new">
          {words.add}
        </a>
      </form>
    </section>
  );
};

const ChannelTable = ({ viewer, channels }: Omit<ChannelsProps, "notice">) => {
  const { all, caption, columns } = viewer.words.channels;
  return (
    <section class="card" aria-labelledby="all-channels">
      <h2 id="all-channels">{all}</h2>
      <table class="rows">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.answer}</th>
            <th scope="col">
              <span class="out">{columns.answer}</span>
            </th>
            <th scope="col">{columns.where}</th>
            <th scope="col">{columns.language}</th>
            <th scope="col">{columns.notices}</th>
            {viewer.role === "admin" && (
              <th scope="col">
                <span class="out">{columns.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <Row viewer={viewer} channel={channel} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Row = ({ viewer, channel }: { viewer: Viewer; channel: ChannelView }) => {
  const { columns, languages } = viewer.words.channels;
  const { problem, lastAnswer } = channel;
  return (
    <tr>
      <th scope="row" class="who">
        <span class="stack">
          <a href={pathOfChannel(channel)} title={channel.name}>
            {channel.name}
          </a>
          <span class="small faint">{titleOfKind(channel.kind, viewer)}</span>
        </span>
      </th>
      <td>
        <ChannelStatus viewer={viewer} channel={channel} />
      </td>
      <td class="all">
        {problem !== null
          ? sentenceIn(viewer.language, problem)
          : lastAnswer !== null && <Answer viewer={viewer} answer={lastAnswer} />}
      </td>
      <td data-th={columns.where}>
        <span title={channel.place ?? undefined}>
          {shorten(sayPlace(channel, viewer))}
        </span>
      </td>
      <td data-th={columns.language}>{languages[channel.language]}</td>
      <td data-th={columns.notices}>
        <a href={`/notices?channel=${channel.id}`}>{sayCounts(channel, viewer)}</a>
      </td>
      {viewer.role === "admin" && (
        <td class="end all">
          <div class="row">
            <ChannelForm viewer={viewer} channel={channel} does="test" to="/channels" />
          </div>
        </td>
      )}
    </tr>
  );
};

const sayPlace = ({ place, kind }: ChannelView, { words }: Viewer): string =>
  place ?? (kind === "log" ? words.channels.logPlace : words.channels.nowhere);
