// Reads lists of links as they arrive, so that none needs to be one string: sitemaps in
// XML or text (https://www.sitemaps.org/protocol.html), RSS and Atom feeds.

import type { LinkList, ListInProgress, ListParser } from "./link-list.ts";
import { TextListParser } from "./text-link-list.ts";
import { XmlListParser } from "./xml-link-list.ts";

export type { LinkList, ListEntry } from "./link-list.ts";

export type LinkListReader = {
  write(text: string): void;
  /** To be called once. `isCut` says that the list went on. */
  end(isCut?: boolean): LinkList;
};

/** Reads XML, or else text of one URL a line: the first character tells which. */
export function createLinkListReader(): LinkListReader {
  const list: ListInProgress = {
    kind: "unknown",
    entries: [],
    truncated: false,
    skipped: 0,
    bytes: 0,
  };
  let parser: ListParser | null = null;
  return {
    write(text) {
      // A byte order mark counts as white space.
      const rest = parser === null ? text.trimStart() : text;
      if (rest === "") return;
      parser ??= rest.startsWith("<")
        ? new XmlListParser(list)
        : new TextListParser(list);
      parser.write(rest);
    },
    end(isCut = false) {
      parser?.end();
      const { bytes, ...read } = list;
      return { ...read, truncated: list.truncated || isCut };
    },
  };
}
