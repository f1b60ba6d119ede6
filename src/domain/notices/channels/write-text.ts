// Writes a message as text, in a channel's own markup. Everything of the message comes
// from outside and passes the markup's escape.

import { byteLength, cutToBytes, cutToChars } from "#domain/cut.ts";
import { escapeHtml } from "#domain/escape-markup.ts";
import type { Message, MessageItem } from "#domain/notices/message.ts";
import { wordsOf } from "#domain/notices/words/words.ts";
import { fitMessage, type Shown } from "./fit-message.ts";

/** How a channel writes text. `heading` and `link` take text that is escaped. */
export type Markup = {
  /** Makes text mean nothing but itself. */
  escape(text: string): string;
  /** Stands out, and leads to `url` where the channel has links within text. */
  heading(text: string, url: string | null): string;
  link(label: string, url: string): string;
};

type Room = {
  fits: (text: string) => boolean;
  /** Cuts the text of a template, before it is escaped. */
  cut: (text: string) => string;
};

export const withinChars = (most: number): Room => ({
  fits: (text) => text.length <= most,
  cut: (text) => cutToChars(text, most),
});

export const withinBytes = (most: number): Room => ({
  fits: (text) => byteLength(text) <= most,
  cut: (text) => cutToBytes(text, most),
});

type Extent = Room & {
  /** Whether the text begins with the title. */
  title: boolean;
  /** Whether it ends with the links. */
  links: boolean;
};

/** The most of the message that fits. */
export const writeText = (message: Message, markup: Markup, extent: Extent): string =>
  fitMessage(message, (shown) => joinBlocks(message, markup, extent, shown), extent.fits);

function joinBlocks(
  message: Message,
  markup: Markup,
  { title, links, fits, cut }: Extent,
  shown: Shown,
): string {
  const head = title ? [markup.heading(markup.escape(message.title), message.url)] : [];
  const foot = links ? writeLinks(message, markup) : [];
  const around = (blocks: readonly string[]) =>
    [...head, ...blocks, ...foot].filter((block) => block !== "").join("\n\n");
  const { text } = message;
  if (text === null) return around(writeItems(message, markup, shown));
  return shortenUntil(cut(text), (part) => around([markup.escape(part)]), fits);
}

/** Escaping lengthens a text by factors that differ: halves it until it fits. */
function shortenUntil(
  text: string,
  make: (text: string) => string,
  fits: (made: string) => boolean,
): string {
  for (let part = text; ; part = cutToChars(part, Math.floor(part.length / 2))) {
    const made = make(part);
    if (fits(made) || part === "") return made;
  }
}

function writeItems(message: Message, markup: Markup, shown: Shown): string[] {
  const { items, more } = shown;
  const words = wordsOf(message.language);
  const blocks = items.map((item) => writeItem(message, markup, item));
  // Titles alone stand line by line, as in a list.
  const isList = items.every(({ text, fields }) => text === "" && fields.length === 0);
  const left = more > 0 ? [markup.escape(words.more(more))] : [];
  return isList ? [[...blocks, ...left].join("\n")] : [...blocks, ...left];
}

function writeItem(message: Message, markup: Markup, item: MessageItem): string {
  const { field } = wordsOf(message.language);
  const lines = [item.text, ...item.fields.map(({ name, value }) => field(name, value))];
  return [
    ...headingsOf(message, item).map((title) =>
      markup.heading(markup.escape(title), item.url),
    ),
    ...lines.filter((line) => line !== "").map((line) => markup.escape(line)),
  ].join("\n");
}

/** None where the message's own title says the same. */
export const headingsOf = (message: Message, { title }: MessageItem): string[] =>
  title === message.title ? [] : [title];

const writeLinks = ({ links }: Message, markup: Markup): string[] => [
  links.map(({ label, url }) => markup.link(markup.escape(label), url)).join("\n"),
];

/** For channels whose texts have no markup. */
export const plain: Markup = {
  escape: (text) => text,
  heading: (text) => text,
  link: (label, url) => `${label}: ${url}`,
};

/** For channels that take HTML. */
export const html: Markup = {
  escape: escapeHtml,
  heading: (text, url) => `<b>${url === null ? text : html.link(text, url)}</b>`,
  link: (label, url) => `<a href="${escapeHtml(url)}">${label}</a>`,
};
