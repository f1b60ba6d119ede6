// Writes changes as a feed: Atom (RFC 4287) and JSON Feed 1.1.
import type { FeedScope } from "#domain/changes/feed-scope.ts";
import { escapeXml } from "#domain/escape-markup.ts";
import type { Language } from "#ui/words/words.ts";
import { entryOf, type FedChange, type FeedEntry } from "./feed-entry.ts";
import { feedWords } from "./feed-words.ts";

/** What a feed tells of; `targetName` is that of the only target of a feed of one. */
export type Feed = {
  scope: FeedScope;
  targetName: string | null;
  changes: readonly FedChange[];
  language: Language;
  /** Where feed readers get it: its secret is in it. */
  url: string;
};

/** When the newest of its changes was confirmed; epoch ms, 0 without any. */
export const feedUpdatedAt = ({ changes }: Pick<Feed, "changes">): number =>
  Math.max(0, ...changes.map(({ confirmedAt }) => confirmedAt));

export const feedFormats = {
  atom: { contentType: "application/atom+xml; charset=utf-8", write: writeAtom },
  json: { contentType: "application/feed+json; charset=utf-8", write: writeJson },
} as const;

export type FeedFormat = keyof typeof feedFormats;

const isoOf = (at: number): string => new Date(at).toISOString();

const originOf = ({ url }: Feed): string => new URL(url).origin;

function titleOf({ scope, targetName, language }: Feed): string {
  const words = feedWords[language];
  if (scope.kind === "all") return words.ofAll;
  return scope.kind === "tag"
    ? words.ofTag(scope.tag)
    : words.ofTarget(targetName ?? `${scope.id}`);
}

/** The page of what the feed tells of. */
function pageOf({ scope, ...feed }: Feed): string {
  const origin = originOf({ scope, ...feed });
  if (scope.kind === "target") return `${origin}/targets/${scope.id}/changes`;
  const page = new URL("/changes", origin);
  if (scope.kind === "tag") page.searchParams.set("tag", scope.tag);
  return page.href;
}

const entriesOf = (feed: Feed): FeedEntry[] =>
  feed.changes.map((change) => entryOf(change, originOf(feed), feed.language));

/** The same for ever, whatever its secret is. */
function idOf(feed: Feed): string {
  const { scope } = feed;
  const name = scope.kind === "target" ? `target/${scope.id}` : scope.kind;
  const tag = scope.kind === "tag" ? `/${encodeURIComponent(scope.tag)}` : "";
  return `tag:${new URL(feed.url).hostname},2026:changes/${name}${tag}`;
}

function writeAtom(feed: Feed): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">
<id>${escapeXml(idOf(feed))}</id>
<title>${escapeXml(titleOf(feed))}</title>
<author><name>junkai</name></author>
<updated>${isoOf(feedUpdatedAt(feed))}</updated>
<link rel="self" type="application/atom+xml" href="${escapeXml(feed.url)}"/>
<link rel="alternate" type="text/html" href="${escapeXml(pageOf(feed))}"/>
${entriesOf(feed).map(writeEntry).join("")}</feed>
`;
}

const writeEntry = ({ id, url, title, at, updatedAt, html, tags }: FeedEntry): string =>
  `<entry>
<id>${escapeXml(id)}</id>
<title>${escapeXml(title)}</title>
<published>${isoOf(at)}</published>
<updated>${isoOf(updatedAt)}</updated>
<link rel="alternate" type="text/html" href="${escapeXml(url)}"/>
${tags.map((tag) => `<category term="${escapeXml(tag)}"/>`).join("\n")}
<content type="html">${escapeXml(html)}</content>
</entry>
`;

function writeJson(feed: Feed): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: titleOf(feed),
    home_page_url: pageOf(feed),
    feed_url: feed.url,
    language: feed.language,
    authors: [{ name: "junkai" }],
    items: entriesOf(feed).map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      content_text: entry.text,
      date_published: isoOf(entry.at),
      date_modified: isoOf(entry.updatedAt),
      tags: entry.tags,
    })),
  });
}
