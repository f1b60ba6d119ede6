// Holds the words about steps and readings in English.
import type { StepKindName } from "#domain/readings/step.ts";
import type { DifferenceKind } from "#domain/targets/change-rule.ts";
import type { Counted } from "../counted.ts";

export const readingsEn = {
  differences: {
    added: "Lines added",
    removed: "Lines removed",
    replaced: "Lines replaced",
  } satisfies Record<DifferenceKind, string>,
  editor: {
    kindsTitle: "The kinds of steps",
    kindsCaption: "What a line may begin with, and what it gives",
    line: "Line",
    gives: "What it does",
    kinds: {
      css: "Elements by a CSS selector: the first, or all. Their text, html or an attribute.",
      remove: "Takes elements off the page, with commas between.",
      text: "The text that a person would read, a line for each block.",
      json: "Values of a JSON document, by a JSONPath.",
      regex: "A part of the text, or what matches; a value for each named group.",
      lines: "Keeps, drops and orders lines.",
      ignore: "Takes off what differs with each answer.",
      number: "A number, whatever its decimal sign and currency.",
      date: "An instant.",
      feed: "Entries of RSS, Atom or JSON Feed.",
      offers: "Price, currency and availability of a product.",
      header: "A header of the answer.",
      meta: "Title, description and the like of the page.",
    } satisfies Record<StepKindName, string>,
    rest: 'A name stands at the end, after "as". A text with ; or , in it stands in "quotes". A pattern is a part of the text, or /re/flags.',
    tryIt: "Try the steps",
    outputs: "What each step gave, on the page as it was fetched",
    step: "Step",
    output: "Output",
  },
  page: {
    title: (target: string, values: readonly string[]) =>
      `${target}: ${values.join(", ")}`,
    titleNone: (target: string) => `${target}: no numbers`,
    value: (name: string, value: string) => `${name} ${value}`,
    none: "No step reads a number with a name, such as: number as price.",
    addSteps: "Change the steps",
    windows: "Window",
    nothing: (window: string) => `Nothing was read in ${window}.`,
    constant: (window: string, value: string) =>
      `It was ${value} all the time, in ${window}.`,
    span: (window: string, low: string, high: string) =>
      `Between ${low} and ${high} in ${window}.`,
    last: "Last",
    notRead: "not read any more",
    sinceDayBefore: (difference: string) => `${difference} since the day before`,
    lowest: "Lowest ever",
    highest: "Highest ever",
    firstAt: (time: string) => `First at ${time}`,
    median: (window: string) => `Median, ${window}`,
    between: (low: string, high: string) => `most of them ${low} to ${high}`,
    runs: ({ count, written }: Counted) =>
      count === 1 ? "read by 1 run" : `read by ${written} runs`,
    extent: (low: string, high: string) => `lowest ${low}, highest ${high}`,
    before: (difference: string, value: string) => `${difference}; before ${value}`,
  },
  run: {
    reading: "Reading",
    compare: "What differs from the latest",
  },
  chart: {
    none: "Nothing was read in this window, so there is nothing to draw.",
    keys: {
      median: "median",
      extent: "lowest to highest",
      extremes: "lowest and highest of the window",
    },
    figures: "The figures as a table",
    caption: (name: string) => `${name}, the oldest first`,
    columns: {
      from: "From",
      count: "Runs",
      min: "Lowest",
      p50: "Median",
      max: "Highest",
      last: "Last",
    },
  },
};
