// Offers what can be done to many targets at once: those that are ticked, or all that the
// filter matches.

import { addressOf, type OverviewView } from "#ui/overview/overview-view.ts";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { fieldsOf } from "./selection.ts";

type BarProps = { viewer: Viewer; view: OverviewView };

/**
 * What the buttons send as `do`, by their words. Enter in a box presses a form's first
 * button: that one asks before it does anything.
 */
const buttons = [
  { name: "ask-tag", word: "tag" },
  { name: "run", word: "run" },
  { name: "pause", word: "pause" },
  { name: "resume", word: "resume" },
  { name: "ask-maintain", word: "maintain" },
] as const;

export const BulkBar = ({ viewer, view }: BarProps) => {
  const { asked, matches } = view;
  const words = viewer.words.overview.bulk;
  const { text, tag, status, kind } = asked;
  const { which: _, ...filter } = fieldsOf({
    which: "filter",
    filter: { text, tag, status, kind },
  });
  // With an open tag the number is that of the tag.
  const all = asked.open === null && matches !== null ? counted(matches) : null;
  return (
    <form class="bulk" id="bulk" method="post" action="/bulk" aria-label={words.title}>
      <FormToken token={viewer.formToken} />
      {Object.entries({ ...filter, back: addressOf(asked, { at: asked.at }) }).map(
        ([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ),
      )}
      <label class="choice">
        <input type="radio" name="which" value="ticked" checked /> {words.ticked}
      </label>
      <label class="choice">
        <input type="radio" name="which" value="filter" /> {words.filtered(all)}
      </label>
      <span class="row">
        {buttons.map(({ name, word }) => (
          <button type="submit" name="do" value={name}>
            {words[word]}
          </button>
        ))}
        <button type="submit" name="do" value="ask-delete" class="danger">
          {words.delete}
        </button>
      </span>
    </form>
  );
};
