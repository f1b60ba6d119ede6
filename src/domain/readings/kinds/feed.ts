// Gives the entries of a feed in their order: RSS, RDF, Atom or JSON Feed. Each field of
// an entry is a line.
import { cleanField, type FeedEntry } from "#domain/readings/feeds/feed-entry.ts";
import { readJsonFeed } from "#domain/readings/feeds/json-feed.ts";
import { readXmlFeed } from "#domain/readings/feeds/xml-feed.ts";
import { textOf } from "#domain/readings/material.ts";
import type { FeedField } from "#domain/readings/step.ts";
import {
  type Material,
  nothingFound,
  type Page,
  type StepKind,
} from "#domain/readings/step-kind.ts";
import { parseJsonText } from "#domain/readings/values/json-values.ts";

/** What is given unless the step tells it. */
const usualEntries = 50;
const usualFields: readonly FeedField[] = ["title", "link"];

export const feed: StepKind<"feed"> = {
  prepare({ feed: options }) {
    const { entries: most = usualEntries, fields = usualFields } =
      options === true ? {} : options;
    return (material, page) => {
      const entries = readEntries(material, page, most);
      if (entries === null) return { unread: "is given no feed" };
      const text = writeEntries(entries.slice(0, most), fields);
      return text === "" ? nothingFound : { kind: "text", text };
    };
  },
  tell({ feed: options }) {
    const { entries, fields = [] } = options === true ? {} : options;
    const most = entries === undefined ? [] : [`${entries} entries`];
    return ["feed", [...most, ...fields].join(", ")].join(" ").trim();
  },
};

function readEntries(material: Material, page: Page, most: number): FeedEntry[] | null {
  if (material.kind === "json") return readJsonFeed(material.values[0], most);
  const text = textOf(material, page).trimStart();
  return text.startsWith("{")
    ? readJsonFeed(parseJsonText(text), most)
    : readXmlFeed(text, most);
}

/** With an empty line between entries that have several. */
function writeEntries(
  entries: readonly FeedEntry[],
  fields: readonly FeedField[],
): string {
  const blocks = entries.map((entry) =>
    fields
      .map((field) => cleanField(field, entry[field] ?? ""))
      .filter((line) => line !== "")
      .join("\n"),
  );
  return blocks.filter((block) => block !== "").join(fields.length > 1 ? "\n\n" : "\n");
}
