// Names the steps by which a target's readings are taken from its answers, as a target has
// them. Plain data. What each kind of step does stands in kinds/.

/** Characters of a name: metrics, statistics and conditions bear it. */
export const stepName = /^[a-z][a-z0-9_]{0,39}$/;

/** Steps of a target, and named numbers among their results. */
export const mostSteps = 30;
export const mostNumbers = 8;

/** Names of what `ignore` takes off texts by itself. */
export const ignorePresets = [
  "dates",
  "relative-times",
  "counters",
  "tokens",
  "session-ids",
  "cache-busters",
] as const;
export type IgnorePreset = (typeof ignorePresets)[number];

/** Names of what `meta` gives. */
export const metaFields = [
  "title",
  "description",
  "canonical",
  "site",
  "image",
  "type",
  "author",
  "published",
  "modified",
  "language",
] as const;
export type MetaField = (typeof metaFields)[number];

/** Names of what `feed` gives of each entry. */
export const feedFields = ["title", "link", "date", "author", "text", "id"] as const;
export type FeedField = (typeof feedFields)[number];

/** What each kind of step is told, by its kind. A pattern is a substring or "/re/flags". */
export type StepsByKind = {
  /** Elements, by a selector: the first one, or all. Without `give` their text. */
  css: {
    css: string;
    all?: boolean | undefined;
    give?: "text" | "html" | undefined;
    attribute?: string | undefined;
  };
  /** Takes elements off the page. */
  remove: { remove: readonly string[] };
  /** The text that a person would read, a line for each block. */
  text: { text: true; links?: boolean | undefined };
  /** Values of a JSON document, by a JSONPath. */
  json: { json: string };
  /** The first match, or all; of a pattern with named groups a value for each group. */
  regex: { regex: string; all?: boolean | undefined };
  lines: {
    lines: {
      keep?: readonly string[] | undefined;
      drop?: readonly string[] | undefined;
      trim?: boolean | undefined;
      sort?: boolean | undefined;
      unique?: boolean | undefined;
    };
  };
  /** Takes off what changes with each answer. */
  ignore: {
    ignore: {
      presets?: readonly IgnorePreset[] | undefined;
      patterns?: readonly string[] | undefined;
    };
  };
  /** A number, whose decimal sign is found out unless it is told. */
  number: { number: true | { decimal: "." | "," } };
  /** An instant. `order` says what 03/04/2026 means. */
  date: { date: true | { order: "dmy" | "mdy" | "ymd" } };
  /** Entries of a feed: RSS, Atom, JSON Feed. */
  feed: {
    feed:
      | true
      | { entries?: number | undefined; fields?: readonly FeedField[] | undefined };
  };
  /** Price, currency and availability, from JSON-LD and microdata. */
  offers: { offers: true };
  /** A header of the answer. */
  header: { header: string };
  meta: { meta: true | readonly MetaField[] };
};

export type StepKindName = keyof StepsByKind;

/**
 * A step. A named one ends a reading: its result is kept under the name, and the next
 * step begins at the page again.
 */
export type Step = {
  [Kind in StepKindName]: StepsByKind[Kind] & { name?: string | undefined };
}[StepKindName];

/** The steps of a target, in their order. Without any, nothing is read. */
export type Steps = readonly Step[];
