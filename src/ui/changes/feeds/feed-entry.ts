// Says a change as an entry of a feed: its title, and what was added and removed.
import type { Change, ChangeFacts } from "#domain/changes/change.ts";
import { escapeHtml } from "#domain/escape-markup.ts";
import type { Language } from "#ui/words/words.ts";
import { type FeedWords, feedWords } from "./feed-words.ts";

export type FedChange = Change & { targetName: string };

export type FeedEntry = {
  id: string;
  url: string;
  title: string;
  /** Epoch ms. */
  at: number;
  updatedAt: number;
  html: string;
  text: string;
  tags: readonly string[];
};

/** `origin` is that of the deployment, as feed readers reach it. */
export function entryOf(
  change: FedChange,
  origin: string,
  language: Language,
): FeedEntry {
  const words = feedWords[language];
  const { targetId, at, confirmedAt, from, to, facts, kind } = change;
  const url = new URL(`/targets/${targetId}/diff`, origin);
  if (from !== null) url.searchParams.set("from", from);
  url.searchParams.set("to", to);
  return {
    id: idOf(change, url),
    url: url.href,
    title: `${change.targetName}: ${sayTitle(change, words)}`,
    at,
    updatedAt: confirmedAt,
    html: htmlOf(facts, words),
    text: textOf(facts, words),
    tags: [kind],
  };
}

/** A tag URI (RFC 4151): it stays the same for ever, and no other change has it. */
function idOf({ targetId, at }: Change, { hostname }: URL): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return `tag:${hostname},${day}:changes/${targetId}/${at}`;
}

function sayTitle({ kind, facts }: Change, words: FeedWords): string {
  if (kind !== "changed") return words.kinds[kind];
  const numbers = sayNumbers(facts, words);
  if (numbers.length > 0) return numbers.join(", ");
  return facts.isWhole
    ? words.kinds.changed
    : words.lines(facts.addedLines, facts.removedLines);
}

/** "price: 10 → 12" for each number that differs. */
const sayNumbers = ({ numbers }: ChangeFacts, { none }: FeedWords): string[] =>
  Object.entries(numbers).map(
    ([name, { from, to }]) => `${name}: ${from ?? none} → ${to ?? none}`,
  );

/** Lines of one kind, with how many of them are left out. */
type Block = { heading: string; lines: readonly string[]; leftOut: number };

function blocksOf(facts: ChangeFacts, words: FeedWords): Block[] {
  const { added, removed, addedLines, removedLines } = facts;
  return [
    { heading: words.added, lines: added, leftOut: addedLines - added.length },
    { heading: words.removed, lines: removed, leftOut: removedLines - removed.length },
  ].filter(({ lines }) => lines.length > 0);
}

/** What stands before the lines. */
const remarksOf = (facts: ChangeFacts, words: FeedWords): string[] => [
  ...sayNumbers(facts, words),
  ...(facts.isWhole ? [words.whole] : []),
];

function htmlOf(facts: ChangeFacts, words: FeedWords): string {
  const remarks = remarksOf(facts, words).map((text) => `<p>${escapeHtml(text)}</p>`);
  const blocks = blocksOf(facts, words).map(({ heading, lines, leftOut }) => {
    const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`);
    const more = leftOut > 0 ? `<p>${escapeHtml(words.more(leftOut))}</p>` : "";
    return `<p>${escapeHtml(heading)}</p><ul>${items.join("")}</ul>${more}`;
  });
  return [...remarks, ...blocks].join("\n");
}

function textOf(facts: ChangeFacts, words: FeedWords): string {
  const blocks = blocksOf(facts, words).flatMap(({ heading, lines, leftOut }) => [
    heading,
    ...lines.map((line) => `- ${line}`),
    ...(leftOut > 0 ? [words.more(leftOut)] : []),
  ]);
  return [...remarksOf(facts, words), ...blocks].join("\n");
}
