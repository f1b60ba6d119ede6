// Holds the words about changes of contents in English.
import type { ChangeKind } from "#domain/changes/change.ts";
import type { Counted } from "../counted.ts";

const plural = ({ count, written }: Counted, one: string, many = `${one}s`): string =>
  count === 1 ? `1 ${one}` : `${written} ${many}`;

export const changesEn = {
  kinds: {
    first: "First content",
    changed: "Changed",
    reverted: "Came back",
    minor: "Hardly changed",
    learned: "Differs by itself",
  } satisfies Record<ChangeKind, string>,
  kindHints: {
    first: "",
    changed: "",
    reverted: "A content that was there not long ago.",
    minor: "It differs by less than the target's rule asks for.",
    learned: "It differed within the first minute.",
  } satisfies Record<ChangeKind, string>,
  /** Added and removed lines are also told apart by a sign; these are for readers. */
  added: "Added:",
  removed: "Removed:",
  more: (lines: Counted) => `and ${plural(lines, "more line")}`,
  lines: (added: string, removed: string) => `${added} added, ${removed} removed`,
  whole: "So much differs that the whole counts as replaced.",
  number: (name: string, from: string, to: string) => `${name}: ${from} → ${to}`,
  none: "none",
  difference: "Difference",
  content: "Content",
  runs: "Its runs",
  of: {
    none: (name: string) => `${name}: nothing has been read yet`,
    noSteps: (name: string) => `${name}: no steps, no readings`,
    never: (name: string) => `Changes of ${name}`,
    nothing: (name: string) => `${name}: nothing new since you last looked`,
    some: (name: string, changes: Counted) =>
      `${name}: ${plural(changes, "change")} since you last looked`,
    atLeast: (name: string, changes: Counted) =>
      `${name}: at least ${plural(changes, "change")} since you last looked`,
  },
  since: {
    title: {
      nothing: "Nothing new since I last looked",
      some: (changes: Counted) => `${plural(changes, "change")} since I last looked`,
      atLeast: (changes: Counted) =>
        `At least ${plural(changes, "change")} since I last looked`,
      never: "Nobody has marked a content as seen yet",
    },
    at: (time: string) => `Marked as seen ${time}.`,
    difference: "What is different since then",
    mark: "Mark as seen",
    marked: "Marked as seen.",
    gone: "That content is not kept any more: nothing was marked.",
  },
  pending: {
    title: "Something differs: it is looked at again",
    seen: (time: string) => `Seen at ${time}.`,
    again: (time: string) =>
      `It is looked at again at ${time}, and counts if it is still there.`,
    next: "It counts if it is still there at the next run.",
  },
  unsettled: {
    title: "It differs with every look",
    advice:
      "No content stays long enough to count. A step that ignores what differs helps: see the proposals, or choose a smaller part of the page.",
  },
  proposals: {
    title: "Proposed to be ignored",
    hint: "These lines differed within a minute. Add such a step in the form, and they count no more.",
    edit: "Change the steps",
  },
  timeline: "Changes",
  empty: "No change meets this filter.",
  emptyYet:
    "Nothing has been read yet: the first run with these steps keeps the first content.",
  noSteps:
    "Its changes are told by the whole body, and nothing is kept. With steps it is told what was added and removed.",
  addSteps: "Add steps",
  older: "Older changes",
  newest: "The newest",
  filter: {
    name: "Filter of changes",
    kind: "Kind",
    any: "Any",
    tag: "Tag",
    window: "Window",
    show: "Show",
    clear: "Without filters",
  },
  contents: {
    title: "Contents kept",
    hint: "Each different content is kept once. Its text is what was compared; the body is what was answered.",
    caption: "Contents, the newest first",
    seen: "First seen",
    size: "Text",
    text: "Text",
    body: "Body",
    page: "As a page",
    compare: "With the latest",
    values: "Values",
    hash: "Content",
    noBody: "not kept",
    more: "Older contents",
  },
  feeds: {
    title: "Feeds",
    of: {
      target: "For feed readers: the changes of this target.",
      tag: (tag: string) =>
        `For feed readers: the changes of targets with the tag ${tag}.`,
      all: "For feed readers: the changes of all targets.",
    },
    secret: "The address has a secret in it: whoever has it reads the feed.",
    renew: "Renew the secret",
    renewed: "The secret was renewed: addresses of before open nothing more.",
    noKey: "Without an API token there is no key to make the secret of.",
  },
  stream: {
    place: "Changes",
    none: (window: string) => `No change in ${window}`,
    some: (changes: Counted, window: string) =>
      `${plural(changes, "change")} in ${window}`,
    atLeast: (changes: Counted, window: string) =>
      `At least ${plural(changes, "change")} in ${window}`,
    later: "Older changes",
    lead: "What targets with steps show now and did not show before.",
    windows: {
      "24h": "24 hours",
      "7d": "7 days",
      "30d": "30 days",
      "90d": "90 days",
    },
    empty: "No change of any target meets this.",
  },
  card: {
    title: "Changes",
    last: (time: string) => `Last one ${time}`,
    none: "Nothing has been read yet.",
    all: "All changes",
    numbers: "Numbers",
  },
  diff: {
    title: (name: string) => `${name}: what differs`,
    same: "Nothing differs",
    some: (added: Counted, removed: Counted) =>
      `${plural(added, "line")} added, ${plural(removed, "line")} removed`,
    whole: "Replaced as a whole",
    wholeHint:
      "So much differs that lines are not compared: the whole before stands as removed, the whole after as added.",
    form: "What is compared, and how",
    from: "From",
    to: "To",
    choices: {
      previous: "The one before",
      seen: "When I last looked",
      latest: "The latest",
    },
    view: "View",
    views: { inline: "One below the other", sides: "Side by side" },
    unit: "Compare",
    units: { line: "Lines", word: "Words" },
    context: "Lines around",
    contexts: { all: "All" },
    only: "Show",
    onlies: {
      all: "Added and removed",
      added: "Only added",
      removed: "Only removed",
    },
    show: "Show",
    before: "Before",
    after: "After",
    caption: "Lines that differ, with those around them",
    line: "Line",
    sign: "Sign",
    text: "Text",
    added: "added",
    removed: "removed",
    left: (lines: Counted) => `${plural(lines, "line")} left out that do not differ`,
    previous: "Earlier differences",
    next: "Further differences",
    part: (part: string, parts: string) => `Part ${part} of ${parts}`,
    more: "There is more that differs: the files have all of it.",
    cut: (characters: string) => `… ${characters} more characters`,
    raw: "As unified diff",
    filtered: "Nothing of that kind differs.",
  },
};
