// Shows the changes of a target: what is new since somebody looked, what is waited for,
// and all changes in time.
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfChanges, pathOfDiff } from "#ui/targets/change-address.ts";
import { saySince } from "#ui/targets/target-changes.tsx";
import { pathOfTarget, TargetHead } from "#ui/targets/target-head.tsx";
import { counted } from "#ui/words/format.ts";
import { KindField } from "./change-filter.tsx";
import { ChangeList } from "./change-list.tsx";
import { ChangePager } from "./change-pager.tsx";
import type { ChangesView } from "./change-view.ts";
import { ContentsCard } from "./contents-card.tsx";
import { FeedCard } from "./feeds/feed-card.tsx";

type ScreenProps = { viewer: Viewer; view: ChangesView; notice: Notice | null };
type PartProps = Omit<ScreenProps, "notice">;

/** How often the page is asked for again. */
const liveSeconds = 30;

export const ChangesScreen = ({ viewer, view, notice }: ScreenProps) => {
  const { target } = view;
  const { feeds } = viewer.words.changes;
  return (
    <Page
      viewer={viewer}
      title={sayTitle(view, viewer)}
      place="changes"
      liveSeconds={liveSeconds}
    >
      <NoticeView viewer={viewer} notice={notice} />
      <TargetHead viewer={viewer} target={target} tab="changes" />
      {target.extract.length === 0 && <NoSteps viewer={viewer} view={view} />}
      {view.latest !== null && <SinceBox viewer={viewer} view={view} />}
      <Pending viewer={viewer} view={view} />
      <Unsettled viewer={viewer} view={view} />
      <Proposals viewer={viewer} view={view} />
      <Timeline viewer={viewer} view={view} />
      <ContentsCard viewer={viewer} view={view} />
      <FeedCard
        viewer={viewer}
        said={feeds.of.target}
        feed={view.feed}
        fields={{ target: String(target.id) }}
      />
    </Page>
  );
};

function sayTitle({ target, latest, since }: ChangesView, { words }: Viewer): string {
  const { of } = words.changes;
  if (target.extract.length === 0) return of.noSteps(target.name);
  if (latest === null) return of.none(target.name);
  if (since === null) return of.never(target.name);
  if (since.count === 0) return of.nothing(target.name);
  return (since.isMore ? of.atLeast : of.some)(target.name, counted(since.count));
}

const NoSteps = ({ viewer, view }: PartProps) => {
  const words = viewer.words.changes;
  return (
    <section class="said new">
      <p>{words.noSteps}</p>
      {viewer.role === "admin" && (
        <p>
          <a class="button" href={`${pathOfTarget(view.target)}/edit#steps`}>
            {words.addSteps}
          </a>
        </p>
      )}
    </section>
  );
};

const SinceBox = ({ viewer, view }: PartProps) => {
  const { since, target, latest } = view;
  const words = viewer.words.changes.since;
  const isNews = since !== null && since.count > 0;
  const kind = isNews ? "changed" : since === null ? "new" : "up";
  return (
    <section class={`said ${isNews ? "running" : kind}`} aria-labelledby="since">
      <h2 id="since" class="status">
        <Shape kind={kind} />
        {saySince(view.since, viewer)}
      </h2>
      {since !== null && (
        <p>
          <TimeSentence viewer={viewer} at={since.seenAt} say={words.at} />
        </p>
      )}
      <div class="row">
        {since !== null && !since.isSame && (
          <a class="button" href={pathOfDiff(target, { from: "seen", to: "latest" })}>
            {words.difference}
          </a>
        )}
        {viewer.role === "admin" && (since === null || isNews || !since.isSame) && (
          <form method="post" action={`${pathOfTarget(target)}/seen`}>
            <FormToken token={viewer.formToken} />
            <input type="hidden" name="hash" value={latest ?? ""} />
            <button type="submit" class={isNews ? "primary" : undefined}>
              {words.mark}
            </button>
          </form>
        )}
      </div>
    </section>
  );
};

const Pending = ({ viewer, view: { pending } }: PartProps) => {
  const words = viewer.words.changes.pending;
  if (pending === null) return null;
  return (
    <section class="said running" aria-labelledby="pending">
      <h2 id="pending" class="status">
        <Shape kind="running" />
        {words.title}
      </h2>
      <p>
        <TimeSentence viewer={viewer} at={pending.since} say={words.seen} form="clock" />{" "}
        {pending.lookAt === null ? (
          words.next
        ) : (
          <TimeSentence
            viewer={viewer}
            at={pending.lookAt}
            say={words.again}
            form="clock"
          />
        )}
      </p>
    </section>
  );
};

const Unsettled = ({ viewer, view }: PartProps) => {
  const words = viewer.words.changes.unsettled;
  return view.isUnsettled ? (
    <section class="said degraded" aria-labelledby="unsettled">
      <h2 id="unsettled" class="status">
        <Shape kind="degraded" />
        {words.title}
      </h2>
      <p>{words.advice}</p>
    </section>
  ) : null;
};

const Proposals = ({ viewer, view: { proposals, target } }: PartProps) => {
  const words = viewer.words.changes.proposals;
  return proposals.length === 0 ? null : (
    <section class="card" aria-labelledby="proposals">
      <h2 id="proposals">{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      <ul>
        {proposals.map((line) => (
          <li>
            <code>{line}</code>
          </li>
        ))}
      </ul>
      {viewer.role === "admin" && (
        <p>
          <a class="button" href={`${pathOfTarget(target)}/edit#steps`}>
            {words.edit}
          </a>
        </p>
      )}
    </section>
  );
};

const Timeline = ({ viewer, view }: PartProps) => {
  const words = viewer.words.changes;
  const { list, kind, target, latest } = view;
  if (target.extract.length === 0 && list.items.length === 0) return null;
  const isFirst = latest === null && kind === null;
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">{words.timeline}</h2>
      <form
        class="filter"
        method="get"
        action={pathOfChanges(target)}
        aria-label={words.filter.name}
      >
        <KindField viewer={viewer} kind={kind} />
        <button type="submit">{words.filter.show}</button>
        {kind !== null && <a href={pathOfChanges(target)}>{words.filter.clear}</a>}
      </form>
      {list.items.length === 0 ? (
        <p>{isFirst ? words.emptyYet : words.empty}</p>
      ) : (
        <ChangeList viewer={viewer} changes={list.items} />
      )}
      <ChangePager viewer={viewer} list={list} />
    </section>
  );
};
