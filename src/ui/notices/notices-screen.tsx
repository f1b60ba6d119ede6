// Lists notices: what each told, to whom, how it stands and what the channel said.

import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import { sayAnswer, shorten } from "#ui/notices/channels/channel-words.tsx";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { noRefusals, SelectField } from "#ui/screens/fields.tsx";
import { addressWith, Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import {
  pathOfNotice,
  type ShownNotice,
  type ShownState,
  shapeOf,
  shownStates,
} from "./notice-view.ts";

export type NoticeFilter = {
  channel: number | null;
  state: ShownState | null;
  incident: string | null;
};

type NoticesProps = {
  viewer: Viewer;
  notices: readonly ShownNotice[];
  channels: readonly { id: number; name: string }[];
  filter: NoticeFilter;
  /** The cursor of the older ones; null on the last page. */
  next: string | null;
  notice: Notice | null;
};

export const NoticesScreen = (props: NoticesProps) => {
  const { viewer, notices, next, notice } = props;
  const words = viewer.words.alerts.notices;
  const title = sayTitle(props);
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="notices" />
      <PageHead title={title} lead={words.lead} />
      <NoticeView viewer={viewer} notice={notice} />
      <div class="card">
        <Filter {...props} />
      </div>
      {notices.length === 0 ? (
        <p class="card">
          {isFiltered(props.filter) ? words.heading.nothing : words.empty}
        </p>
      ) : (
        <NoticeTable {...props} />
      )}
      {next !== null && (
        <p data-swap>
          <a class="button" href={addressWith(viewer.address, "cursor", next)}>
            {words.older}
          </a>
        </p>
      )}
    </Page>
  );
};

const isFiltered = (filter: NoticeFilter): boolean =>
  Object.values(filter).some((value) => value !== null);

function sayTitle({ viewer, notices, filter }: NoticesProps): string {
  const { heading } = viewer.words.alerts.notices;
  const inState = (state: ShownState) =>
    notices.filter((notice) => notice.state === state).length;
  if (notices.length === 0) return isFiltered(filter) ? heading.nothing : heading.none;
  if (inState("dead") > 0) return heading.dead(counted(inState("dead")));
  const waiting = inState("waiting");
  return waiting > 0 ? heading.waiting(counted(waiting)) : heading.well;
}

const Filter = ({ viewer, channels, filter }: NoticesProps) => {
  const words = viewer.words.alerts.notices;
  const any = (text: string) => ({ value: "", words: text });
  return (
    <form class="filter row" method="get" action="/notices" aria-label={words.filter}>
      <SelectField
        name="channel"
        label={words.channel}
        value={String(filter.channel ?? "")}
        refusals={noRefusals}
        choices={[
          any(words.anyChannel),
          ...channels.map(({ id, name }) => ({ value: String(id), words: name })),
        ]}
      />
      <SelectField
        name="state"
        label={words.state}
        value={filter.state ?? ""}
        refusals={noRefusals}
        choices={[
          any(words.anyState),
          ...shownStates.map((value) => ({ value, words: words.states[value] })),
        ]}
      />
      {filter.incident !== null && (
        <div class="field">
          <label for="incident">{words.incident}</label>
          <input id="incident" name="incident" value={filter.incident} />
        </div>
      )}
      <button type="submit">{words.apply}</button>
      {isFiltered(filter) && <a href="/notices">{words.clear}</a>}
    </form>
  );
};

const NoticeTable = ({ viewer, notices }: NoticesProps) => {
  const { caption, columns, all } = viewer.words.alerts.notices;
  return (
    <section class="card" aria-label={all}>
      <table class="rows">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.title}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.channel}</th>
            <th scope="col" class="n">
              {columns.created}
            </th>
            <th scope="col" class="n">
              {columns.attempts}
            </th>
            <th scope="col">{columns.answer}</th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <Row viewer={viewer} notice={notice} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

type RowProps = { viewer: Viewer; notice: ShownNotice };

const Row = ({ viewer, notice }: RowProps) => {
  const { columns, states } = viewer.words.alerts.notices;
  const { state, message, createdAt, attempts, answer } = notice;
  return (
    <tr>
      <th scope="row" class="who">
        <span>
          <a href={pathOfNotice(notice)} title={message.title} lang={message.language}>
            {message.title}
          </a>
        </span>
      </th>
      <td>
        <Status kind={shapeOf[state]} language={viewer.language} words={states[state]} />
      </td>
      <td data-th={columns.channel}>
        <ChannelName viewer={viewer} notice={notice} />
      </td>
      <td class="n" data-th={columns.created}>
        <Time at={createdAt} form="ago" viewer={viewer} />
      </td>
      <td class="n" data-th={columns.attempts}>
        {formatNumber(attempts)}
      </td>
      <td class="all">
        {answer !== null && <span class="url">{sayAnswer(answer, viewer)}</span>}
      </td>
    </tr>
  );
};

export const ChannelName = ({ viewer, notice: { channelId, channel } }: RowProps) =>
  channel === null ? (
    viewer.words.alerts.notices.deletedChannel(channelId)
  ) : (
    <a href={pathOfChannel({ id: channelId })} title={channel}>
      {shorten(channel)}
    </a>
  );
