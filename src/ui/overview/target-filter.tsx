// Narrows the list of targets: counts that are filters, and a form. All of it stands in
// the address.
import { overviewSorts } from "#domain/overview/overview.ts";
import { overviewWindows, type WindowName } from "#domain/overview/overview-window.ts";
import { countedStatuses } from "#domain/overview/target-counts.ts";
import { kinds } from "#domain/targets/target.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";
import { statusesIn } from "./overview-groups.ts";
import { addressOf, asksNothing, type OverviewView } from "./overview-view.ts";

type FilterProps = { viewer: Viewer; view: OverviewView };

export const StatusCounts = ({ viewer, view: { asked, counts } }: FilterProps) => (
  <ul class="counts" data-swap>
    <li>
      <a
        href={addressOf(asked, { status: null })}
        aria-current={asked.status === null ? "true" : undefined}
      >
        {viewer.words.overview.targets.all(formatNumber(counts.all))}
      </a>
    </li>
    {statusesIn(counts.byStatus).map(({ status, count }) => (
      <li>
        <a
          href={addressOf(asked, { status })}
          aria-current={asked.status === status ? "true" : undefined}
        >
          <Status kind={status} language={viewer.language} />
          {formatNumber(count)}
        </a>
      </li>
    ))}
  </ul>
);

export const FilterForm = ({ viewer, view }: FilterProps) => {
  const { asked } = view;
  const { targets } = viewer.words.overview;
  const words = targets.filter;
  const named = (names: readonly string[], of: Readonly<Record<string, string>>) =>
    names.map((value) => ({ value, words: of[value] ?? value }));
  return (
    <form class="filter" method="get" action="/" data-swap>
      {asked.view === "wall" && <input type="hidden" name="view" value="wall" />}
      {asked.group !== null && <input type="hidden" name="group" value={asked.group} />}
      <label class="grow">
        {words.text}
        <input type="search" name="text" value={asked.text ?? ""} maxlength={200} />
      </label>
      <TagField viewer={viewer} view={view} />
      <Choice
        name="status"
        label={words.status}
        value={asked.status}
        choices={[
          { value: "", words: words.allStatuses },
          ...named(countedStatuses, viewer.words.statuses),
        ]}
      />
      <Choice
        name="kind"
        label={words.kind}
        value={asked.kind}
        choices={[{ value: "", words: words.allKinds }, ...named(kinds, targets.kinds)]}
      />
      <Choice
        name="window"
        label={words.window}
        value={asked.window}
        choices={named(Object.keys(overviewWindows) as WindowName[], targets.windows)}
      />
      <Choice
        name="sort"
        label={words.sort}
        value={asked.sort}
        choices={named(overviewSorts, targets.sorts)}
      />
      <button type="submit">{words.show}</button>
    </form>
  );
};

/** Where there are more tags than are known here, one types. */
const TagField = ({ viewer, view: { asked, tags, hasMoreTags } }: FilterProps) => {
  const words = viewer.words.overview.targets.filter;
  if (hasMoreTags)
    return (
      <label>
        {words.tag}
        <input name="tag" list="tags" value={asked.tag ?? ""} maxlength={100} />
        <datalist id="tags">
          {tags.map(({ tag }) => (
            <option value={tag} />
          ))}
        </datalist>
      </label>
    );
  const known = new Set([
    ...tags.map(({ tag }) => tag),
    ...(asked.tag ? [asked.tag] : []),
  ]);
  return (
    <Choice
      name="tag"
      label={words.tag}
      value={asked.tag}
      choices={[
        { value: "", words: words.allTags },
        ...[...known].map((tag) => ({ value: tag, words: tag })),
      ]}
    />
  );
};

type ChoiceProps = {
  name: string;
  label: string;
  value: string | null;
  choices: readonly { value: string; words: string }[];
};

const Choice = ({ name, label, value, choices }: ChoiceProps) => (
  <label>
    {label}
    <select name={name}>
      {choices.map((choice) => (
        <option value={choice.value} selected={choice.value === (value ?? "")}>
          {choice.words}
        </option>
      ))}
    </select>
  </label>
);

/** What is shown when no target meets the filter. */
export const NothingFound = ({ viewer, view: { asked } }: FilterProps) => {
  const words = viewer.words.overview.targets;
  const { window, sort, view, group } = asked;
  const all = addressOf({ ...asksNothing, window, sort, view, group });
  return (
    <p>
      {words.nothing} <a href={all}>{words.showAll}</a>
    </p>
  );
};
