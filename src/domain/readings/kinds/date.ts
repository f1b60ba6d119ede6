// Gives the first date of a text, as an instant.
import { readDate } from "#domain/readings/dates/read-date.ts";
import { textOf } from "#domain/readings/material.ts";
import { nothingFound, type StepKind } from "#domain/readings/step-kind.ts";
import { quoteShort } from "#domain/readings/told/quote-short.ts";

export const date: StepKind<"date"> = {
  prepare({ date: options }) {
    const order = options === true ? null : options.order;
    return (material, page) => {
      const text = textOf(material, page);
      if (text.trim() === "") return nothingFound;
      const read = readDate(text, order);
      if (read === null) return { unread: `is no date: ${quoteShort(text)}` };
      if ("problem" in read) return { unread: read.problem };
      return { kind: "value", value: { type: "date", at: read.at } };
    };
  },
  tell: ({ date: options }) =>
    options === true ? "date" : `date, order ${options.order}`,
};
