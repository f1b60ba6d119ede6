// Chooses what is compared and how. All of it stands in the address.
import { SelectField } from "#ui/screens/fields.tsx";
import { formatTime } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import {
  type AskedDiff,
  type DiffView,
  diffContexts,
  diffOnlies,
  diffViews,
} from "./diff-view.ts";

type FormProps = { viewer: Viewer; view: DiffView };

export const DiffForm = ({ viewer, view }: FormProps) => {
  const words = viewer.words.changes.diff;
  const { asked, target, refusals } = view;
  const select = <Name extends keyof AskedDiff>(
    name: Name,
    label: string,
    choices: readonly { value: string; words: string }[],
  ) => (
    <SelectField
      name={name}
      label={label}
      value={String(asked[name])}
      refusals={refusals}
      choices={choices}
    />
  );
  const named = <Value extends string>(
    values: readonly Value[],
    said: Readonly<Record<Value, string>>,
  ) => values.map((value) => ({ value, words: said[value] }));
  return (
    <form
      class="filter"
      method="get"
      action={`${pathOfTarget(target)}/diff`}
      aria-label={words.form}
    >
      {select("from", words.from, contentsFor(viewer, view, "from"))}
      {select("to", words.to, contentsFor(viewer, view, "to"))}
      {select("view", words.view, named(diffViews, words.views))}
      {select("unit", words.unit, named(["line", "word"] as const, words.units))}
      {select("context", words.context, contextsFor(viewer, asked))}
      {select("only", words.only, named(diffOnlies, words.onlies))}
      <button type="submit">{words.show}</button>
    </form>
  );
};

const allLines = diffContexts.at(-1);

/** A number that an address names stays what is chosen. */
function contextsFor({ words }: Viewer, { context }: AskedDiff) {
  const lines = [...new Set([...diffContexts, context])].sort((a, b) => a - b);
  return lines.map((count) => ({
    value: String(count),
    words: count === allLines ? words.changes.diff.contexts.all : String(count),
  }));
}

/** Enough to tell contents of one target apart at a glance. */
const hashShown = 8;

/** Words first, then the contents that are kept; what an address names is among them. */
function contentsFor(
  viewer: Viewer,
  { asked, choices, hasSeen }: DiffView,
  end: "from" | "to",
) {
  const { choices: words } = viewer.words.changes.diff;
  const first =
    end === "to"
      ? [{ value: "latest", words: words.latest }]
      : [{ value: "previous", words: words.previous }];
  const seen = hasSeen ? [{ value: "seen", words: words.seen }] : [];
  const kept = choices.map(({ hash, seenAt }) => ({
    value: hash,
    words: `${formatTime(seenAt, "instant", viewer)} · ${hash.slice(0, hashShown)}`,
  }));
  const all = [...first, ...seen, ...kept];
  const isThere = all.some(({ value }) => value === asked[end]);
  return isThere ? all : [{ value: asked[end], words: asked[end] }, ...all];
}
