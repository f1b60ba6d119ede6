// Shows what differs between two contents of a target.
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { RefusalSummary } from "#ui/screens/fields.tsx";
import { Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { addressTo } from "#ui/targets/address.ts";
import { pathOfChanges, pathOfContent } from "#ui/targets/change-address.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { counted, formatNumber } from "#ui/words/format.ts";
import { DiffForm } from "./diff-form.tsx";
import { DiffTable } from "./diff-table.tsx";
import type { DiffView, ShownDiff } from "./diff-view.ts";

type ScreenProps = { viewer: Viewer; view: DiffView };

export const DiffScreen = ({ viewer, view }: ScreenProps) => {
  const { target, diff, refusals } = view;
  const words = viewer.words.changes.diff;
  const title = words.title(target.name);
  return (
    <Page
      viewer={viewer}
      title={diff === null ? title : `${sayDiff(diff, viewer)} · ${title}`}
      place="changes"
    >
      <div class="head">
        <div>
          <nav aria-label={viewer.words.target.where}>
            <a href={pathOfTarget(target)}>{target.name}</a> <span class="faint">/</span>{" "}
            <a href={pathOfChanges(target)}>{viewer.words.changes.timeline}</a>
          </nav>
          <h1>{diff === null ? title : sayDiff(diff, viewer)}</h1>
        </div>
      </div>
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={{ from: words.from, to: words.to }}
      />
      <section class="card" aria-label={words.form}>
        <DiffForm viewer={viewer} view={view} />
        <Files viewer={viewer} view={view} />
      </section>
      {diff !== null && <Shown viewer={viewer} view={view} diff={diff} />}
    </Page>
  );
};

function sayDiff({ addedLines, removedLines, isWhole }: ShownDiff, { words }: Viewer) {
  const { diff } = words.changes;
  if (isWhole) return diff.whole;
  if (addedLines + removedLines === 0) return diff.same;
  return diff.some(counted(addedLines), counted(removedLines));
}

/** Both contents as they are, and the difference for programs. */
const Files = ({ viewer, view: { target, ends, asked } }: ScreenProps) => {
  const words = viewer.words.changes;
  if (ends === null) return null;
  const { from, to } = ends;
  const query = new URLSearchParams({ from, to, context: String(asked.context) });
  return (
    <p class="row wide small">
      <a href={pathOfContent(target, from)}>
        {`${words.diff.before}: `}
        <code>{from.slice(0, 8)}</code>
      </a>
      <a href={pathOfContent(target, to)}>
        {`${words.diff.after}: `}
        <code>{to.slice(0, 8)}</code>
      </a>
      <a href={`/api${pathOfTarget(target)}/diff?${query}`}>{words.diff.raw}</a>
    </p>
  );
};

const Shown = ({ viewer, view, diff }: ScreenProps & { diff: ShownDiff }) => {
  const words = viewer.words.changes.diff;
  const { isWhole, hunks, addedLines, removedLines } = diff;
  if (addedLines + removedLines === 0) return null;
  return (
    <section class="card" aria-label={words.caption}>
      {isWhole && (
        <p class="status degraded">
          <Shape kind="degraded" />
          <span class="url">{words.wholeHint}</span>
        </p>
      )}
      {hunks.length === 0 ? (
        <p>{words.filtered}</p>
      ) : (
        <DiffTable
          viewer={viewer}
          hunks={hunks}
          view={view.asked.view}
          isFirst={diff.page === 1}
        />
      )}
      {diff.isCut && diff.page === diff.pages && <p>{words.more}</p>}
      <Pager viewer={viewer} diff={diff} />
    </section>
  );
};

const Pager = ({
  viewer,
  diff: { page, pages },
}: {
  viewer: Viewer;
  diff: ShownDiff;
}) => {
  const words = viewer.words.changes.diff;
  if (pages < 2) return null;
  const at = (number: number) => addressTo(viewer, { page: String(number) });
  return (
    <p class="row wide" data-swap>
      {page > 1 && (
        <a href={at(page - 1)} rel="prev">
          {words.previous}
        </a>
      )}
      <span>{words.part(formatNumber(page), formatNumber(pages))}</span>
      {page < pages && (
        <a href={at(page + 1)} rel="next">
          {words.next}
        </a>
      )}
    </p>
  );
};
