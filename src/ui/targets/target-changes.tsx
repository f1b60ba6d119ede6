// Tells the last change of a target's content, and leads to all of them.
import type { Change } from "#domain/changes/change.ts";
import { ChangeMark } from "#ui/screens/drawings/change-mark.tsx";
import { sayNumber } from "#ui/screens/number-words.ts";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import { pathOfChanges, pathOfDiff } from "./change-address.ts";
import type { SinceSeen, TargetView } from "./target-view.ts";

type ChangesProps = { viewer: Viewer; view: TargetView };

export const TargetChanges = ({ viewer, view: { target, changes } }: ChangesProps) => {
  const words = viewer.words.changes;
  if (changes === null) return null;
  const { last, since } = changes;
  return (
    <section class="card" aria-labelledby="changes">
      <header>
        <h2 id="changes">{words.card.title}</h2>
        <a class="small" href={pathOfChanges(target)}>
          {words.card.all}
        </a>
      </header>
      {last === null ? <p>{words.card.none}</p> : <Last viewer={viewer} change={last} />}
      {since !== null && (
        <p>
          {saySince(since, viewer)}
          {!since.isSame && (
            <>
              {" "}
              <a href={pathOfDiff(target, { from: "seen", to: "latest" })}>
                {words.since.difference}
              </a>
            </>
          )}
        </p>
      )}
    </section>
  );
};

const Last = ({ viewer, change }: { viewer: Viewer; change: Change }) => {
  const words = viewer.words.changes;
  const { at, kind, facts, from, to, targetId } = change;
  return (
    <p class="row wide">
      <ChangeMark viewer={viewer} kind={kind} />
      <span>
        <TimeSentence viewer={viewer} at={at} say={words.card.last} form="ago" />
      </span>
      {from !== null && (
        <>
          <span class="quiet">{sayFacts(viewer, facts)}</span>
          <a href={pathOfDiff({ id: targetId }, { from, to })}>{words.difference}</a>
        </>
      )}
    </p>
  );
};

/** Its numbers, or else how many lines differ. */
function sayFacts(viewer: Viewer, facts: Change["facts"]): string {
  const words = viewer.words.changes;
  const numbers = Object.entries(facts.numbers).map(([name, move]) =>
    sayNumber(viewer, name, move),
  );
  if (numbers.length > 0) return viewer.words.target.runs.list(numbers);
  return facts.isWhole
    ? words.diff.whole
    : words.lines(formatNumber(facts.addedLines), formatNumber(facts.removedLines));
}

/** What there is since somebody looked; null: nobody has marked a content. */
export function saySince(since: SinceSeen | null, { words }: Viewer): string {
  const { title } = words.changes.since;
  if (since === null) return title.never;
  if (since.count === 0) return title.nothing;
  return (since.isMore ? title.atLeast : title.some)(counted(since.count));
}
