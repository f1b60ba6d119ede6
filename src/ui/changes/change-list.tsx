// Lists changes, the newest first: when, of which kind, and in short what was added and
// removed.
import type { Change, ChangeFacts } from "#domain/changes/change.ts";
import { ChangeMark, Sign } from "#ui/screens/drawings/change-mark.tsx";
import { sayNumber } from "#ui/screens/number-words.ts";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import {
  addressOfRuns,
  pathOfChanges,
  pathOfContent,
  pathOfDiff,
} from "#ui/targets/change-address.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

type ListProps = {
  viewer: Viewer;
  changes: readonly Change[];
  /** The names of targets by id, where changes are of several. */
  names?: ReadonlyMap<number, string>;
};

export const ChangeList = ({ viewer, changes, names }: ListProps) => (
  <ol class="timeline">
    {changes.map((change) => (
      <li>
        <p class="row wide">
          <Time at={change.at} viewer={viewer} />
          <ChangeMark viewer={viewer} kind={change.kind} />
          {names !== undefined && (
            <a class="url" href={pathOfChanges({ id: change.targetId })}>
              {names.get(change.targetId) ?? `${change.targetId}`}
            </a>
          )}
          <Sum viewer={viewer} change={change} />
          <Links viewer={viewer} change={change} />
        </p>
        <Why viewer={viewer} change={change} />
        <Numbers viewer={viewer} facts={change.facts} />
        <Excerpt viewer={viewer} facts={change.facts} />
      </li>
    ))}
  </ol>
);

type ItemProps = { viewer: Viewer; change: Change };

const Sum = ({ viewer, change: { kind, facts } }: ItemProps) => {
  if (kind === "first" || facts.isWhole) return null;
  const { addedLines, removedLines } = facts;
  return (
    <span class="quiet">
      {viewer.words.changes.lines(formatNumber(addedLines), formatNumber(removedLines))}
    </span>
  );
};

const Links = ({ viewer, change }: ItemProps) => {
  const words = viewer.words.changes;
  const target = { id: change.targetId };
  const { from, to } = change;
  return (
    <span class="row small">
      {from === null ? (
        <a href={pathOfContent(target, to)}>{words.content}</a>
      ) : (
        <a href={pathOfDiff(target, { from, to })}>{words.difference}</a>
      )}
      <a href={addressOfRuns(change)}>{words.runs}</a>
    </span>
  );
};

/** Why it does not count. */
const Why = ({ viewer, change: { kind, facts } }: ItemProps) => {
  const words = viewer.words.changes;
  const why =
    facts.why === null ? words.kindHints[kind] : sentenceIn(viewer.language, facts.why);
  const said = [why, facts.isWhole ? words.whole : ""].filter((text) => text !== "");
  return said.length === 0 ? null : (
    <p class="small quiet">{viewer.words.common.sentences(said)}</p>
  );
};

type FactsProps = { viewer: Viewer; facts: ChangeFacts };

const Numbers = ({ viewer, facts }: FactsProps) => {
  const entries = Object.entries(facts.numbers);
  return entries.length === 0 ? null : (
    <ul class="small">
      {entries.map(([name, numbers]) => (
        <li>{sayNumber(viewer, name, numbers)}</li>
      ))}
    </ul>
  );
};

/** So many lines of each sort stand in a list; the difference has them all. */
const linesShown = 3;

/** So many characters of a line. */
const charactersShown = 160;

const Excerpt = ({ viewer, facts }: FactsProps) => {
  const removed = facts.removed.slice(0, linesShown);
  const added = facts.added.slice(0, linesShown);
  const left = facts.addedLines + facts.removedLines - removed.length - added.length;
  if (removed.length + added.length === 0) return null;
  const words = viewer.words.changes;
  return (
    <ul class="excerpt">
      {removed.map((line) => (
        <li>
          <Sign sign="−" said={words.removed} />
          <del>{cut(line)}</del>
        </li>
      ))}
      {added.map((line) => (
        <li>
          <Sign sign="+" said={words.added} />
          <ins>{cut(line)}</ins>
        </li>
      ))}
      {left > 0 && <li class="faint">{words.more(counted(left))}</li>}
    </ul>
  );
};

const cut = (line: string): string =>
  line.length <= charactersShown
    ? line
    : `${line.slice(0, charactersShown).toWellFormed()}…`;
