// Says for each kind of step what stands in its line. A kind that is told something has
// it first; options follow.
import type { Json } from "#domain/json.ts";
import { ignorePresets, type StepKindName } from "#domain/readings/step.ts";
import { readItem, readItems, writeItem, writeItems } from "./line-items.ts";

type Clauses = { value: string; options: ReadonlyMap<string, string> };

export type LineForm = {
  /** Whether the line begins with what the step is told. */
  hasValue: boolean;
  options: readonly string[];
  toStep(read: Clauses): Json;
  /** The clauses; an empty one is left out. Only for a step of this kind. */
  fromStep(step: Json): string[];
};

/** A kind that is told one text, and flags. */
const oneText = (kind: StepKindName, flags: readonly string[] = []): LineForm => ({
  hasValue: true,
  options: flags,
  toStep: ({ value, options }) => ({
    [kind]: readItem(value),
    ...flagsIn(options, flags),
  }),
  fromStep: (step) => [writeItem(step[kind] as string), ...flagsOf(step, flags)],
});

const flagsIn = (
  options: Clauses["options"],
  flags: readonly string[],
): Record<string, true> =>
  Object.fromEntries(flags.filter((f) => options.has(f)).map((f) => [f, true]));

const flagsOf = (step: Json, flags: readonly string[]): string[] =>
  flags.filter((flag) => step[flag] === true);

/** A kind that is told one of several words, or nothing. */
const oneOption = (kind: StepKindName, option: string): LineForm => ({
  hasValue: false,
  options: [option],
  toStep: ({ options }) => ({
    [kind]: options.has(option) ? { [option]: options.get(option) } : true,
  }),
  fromStep: (step) =>
    step[kind] === true ? [] : [`${option} ${(step[kind] as Json)[option]}`],
});

const css: LineForm = {
  hasValue: true,
  options: ["all", "text", "html", "attribute"],
  toStep({ value, options }) {
    const give = ["text", "html"].find((name) => options.has(name));
    const attribute = options.get("attribute");
    return {
      css: readItem(value),
      ...flagsIn(options, ["all"]),
      ...(give !== undefined && { give }),
      ...(attribute !== undefined && { attribute: readItem(attribute) }),
    };
  },
  fromStep: ({ css, all, give, attribute }) => [
    writeItem(css as string),
    ...flagsOf({ all } as Json, ["all"]),
    ...(give === undefined ? [] : [give as string]),
    ...(attribute === undefined ? [] : [`attribute ${writeItem(attribute as string)}`]),
  ],
};

const lists = ["keep", "drop"];
const shapes = ["trim", "sort", "unique"];

const lines: LineForm = {
  hasValue: false,
  options: [...lists, ...shapes],
  toStep: ({ options }) => ({
    lines: {
      ...Object.fromEntries(
        lists.flatMap((list) => {
          const items = options.get(list);
          return items === undefined ? [] : [[list, readItems(items)]];
        }),
      ),
      ...flagsIn(options, shapes),
    },
  }),
  fromStep(step) {
    const told = step.lines as Json;
    return [
      ...lists.flatMap((list) => {
        const items = told[list] as readonly string[] | undefined;
        return items === undefined ? [] : [`${list} ${writeItems(items)}`];
      }),
      ...flagsOf(told, shapes),
    ];
  },
};

const isPreset = (text: string): boolean => ignorePresets.some((name) => name === text);

/** A preset stands as it is; a pattern of the same letters is in quotes. */
const ignore: LineForm = {
  hasValue: true,
  options: ["patterns"],
  toStep({ value, options }) {
    const items = readItems(value);
    const presets = items.filter(isPreset);
    const patterns = [
      ...items.filter((item) => !isPreset(item)),
      ...readItems(options.get("patterns") ?? ""),
    ];
    return {
      ignore: {
        ...(presets.length > 0 && { presets }),
        ...(patterns.length > 0 && { patterns }),
      },
    };
  },
  fromStep(step) {
    const { presets = [], patterns = [] } = step.ignore as Record<string, string[]>;
    return patterns.some(isPreset)
      ? [presets.join(", "), `patterns ${writeItems(patterns)}`]
      : [[...presets, ...patterns.map((one) => writeItems([one]))].join(", ")];
  },
};

const feed: LineForm = {
  hasValue: false,
  options: ["fields", "entries"],
  toStep({ options }) {
    if (options.size === 0) return { feed: true };
    const [entries, fields] = [options.get("entries"), options.get("fields")];
    return {
      feed: {
        ...(entries !== undefined && { entries: numberOr(entries) }),
        ...(fields !== undefined && { fields: readItems(fields) }),
      },
    };
  },
  fromStep(step) {
    if (step.feed === true) return [];
    const { entries, fields } = step.feed as Json;
    return [
      ...(fields === undefined ? [] : [`fields ${writeItems(fields as string[])}`]),
      ...(entries === undefined ? [] : [`entries ${entries}`]),
    ];
  },
};

const numberOr = (text: string): number | string =>
  /^\d+$/.test(text) ? Number(text) : text;

export const lineForms: Readonly<Record<StepKindName, LineForm>> = {
  css,
  remove: {
    hasValue: true,
    options: [],
    toStep: ({ value }) => ({ remove: readItems(value) }),
    fromStep: (step) => [writeItems(step.remove as readonly string[])],
  },
  text: {
    hasValue: false,
    options: ["links"],
    toStep: ({ options }) => ({ text: true, ...flagsIn(options, ["links"]) }),
    fromStep: (step) => flagsOf(step, ["links"]),
  },
  json: oneText("json"),
  regex: oneText("regex", ["all"]),
  lines,
  ignore,
  number: oneOption("number", "decimal"),
  date: oneOption("date", "order"),
  feed,
  offers: {
    hasValue: false,
    options: [],
    toStep: () => ({ offers: true }),
    fromStep: () => [],
  },
  header: oneText("header"),
  meta: {
    hasValue: true,
    options: [],
    toStep: ({ value }) => ({ meta: value === "" ? true : readItems(value) }),
    fromStep: (step) => (step.meta === true ? [] : [writeItems(step.meta as string[])]),
  },
};
