// Shows the changes of all targets as a stream, the newest first.
import { noRefusals, SelectField, TextField } from "#ui/screens/fields.tsx";
import { Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { KindField } from "./change-filter.tsx";
import { ChangeList } from "./change-list.tsx";
import { ChangePager } from "./change-pager.tsx";
import { type StreamView, streamWindows } from "./change-view.ts";
import { FeedCard } from "./feeds/feed-card.tsx";

type ScreenProps = { viewer: Viewer; view: StreamView; notice: Notice | null };

/** How often the page is asked for again. */
const liveSeconds = 30;

export const StreamScreen = ({ viewer, view, notice }: ScreenProps) => {
  const words = viewer.words.changes;
  const { list, names, asked } = view;
  const title = sayTitle(view, viewer);
  const { feeds } = words;
  return (
    <Page viewer={viewer} title={title} place="changes" liveSeconds={liveSeconds}>
      <NoticeView viewer={viewer} notice={notice} />
      <PageHead title={title} lead={words.stream.lead} />
      <section class="card" aria-label={words.timeline}>
        <Filter viewer={viewer} view={view} />
        {list.items.length === 0 ? (
          <p>{words.stream.empty}</p>
        ) : (
          <ChangeList viewer={viewer} changes={list.items} names={names} />
        )}
        <ChangePager viewer={viewer} list={list} />
      </section>
      <FeedCard
        viewer={viewer}
        said={asked.tag === null ? feeds.of.all : feeds.of.tag(asked.tag)}
        feed={view.feed}
        fields={asked.tag === null ? {} : { tag: asked.tag }}
      />
    </Page>
  );
};

function sayTitle({ list, asked }: StreamView, { words }: Viewer): string {
  const { stream } = words.changes;
  if (list.isLater) return stream.later;
  const count = counted(list.items.length);
  const window = stream.windows[asked.window];
  if (list.next !== null) return stream.atLeast(count, window);
  return count.count === 0 ? stream.none(window) : stream.some(count, window);
}

const Filter = ({ viewer, view: { asked } }: Omit<ScreenProps, "notice">) => {
  const { filter, stream } = viewer.words.changes;
  const isFiltered = asked.tag !== null || asked.kind !== null;
  return (
    <form class="filter" method="get" action="/changes" aria-label={filter.name}>
      <TextField
        name="tag"
        label={filter.tag}
        value={asked.tag ?? ""}
        refusals={noRefusals}
      />
      <KindField viewer={viewer} kind={asked.kind} />
      <SelectField
        name="window"
        label={filter.window}
        value={asked.window}
        refusals={noRefusals}
        choices={streamWindows.map((value) => ({ value, words: stream.windows[value] }))}
      />
      <button type="submit">{filter.show}</button>
      {isFiltered && <a href="/changes">{filter.clear}</a>}
    </form>
  );
};
