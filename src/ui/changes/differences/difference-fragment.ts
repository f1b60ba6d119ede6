// Writes a difference as a fragment of HTML without styles and scripts: a table with a row
// for each line. Everything in it comes from a stranger and is escaped.
import type { Piece } from "#domain/changes/comparing/compare-words.ts";
import type { Difference } from "#domain/changes/comparing/difference.ts";
import { type InlineLine, inlineOf } from "#domain/changes/formats/inline.ts";
import { escapeHtml } from "#domain/escape-markup.ts";

export function writeFragment({ hunks, isWhole, isCut }: Difference): string {
  const whole = isWhole
    ? ["<p>The contents differ too much to tell line by line.</p>"]
    : [];
  const cut = isCut ? ["<p>There is more that differs.</p>"] : [];
  const bodies = hunks.map(
    ({ rows }) => `<tbody>${inlineOf(rows).map(rowOf).join("")}</tbody>`,
  );
  const table =
    hunks.length === 0 ? [] : [`<table class="difference">${bodies.join("")}</table>`];
  return [...whole, ...table, ...cut].join("\n");
}

const rowOf = ({ kind, from, to, ...line }: InlineLine): string =>
  `<tr class="${kind}"><td>${from ?? ""}</td><td>${to ?? ""}</td><td>${textOf(kind, line)}</td></tr>\n`;

const marks = { same: null, removed: "del", added: "ins" } as const;

function textOf(
  kind: InlineLine["kind"],
  { text, pieces }: Pick<InlineLine, "text" | "pieces">,
): string {
  const mark = marks[kind];
  if (mark === null) return escapeHtml(text);
  const inner = pieces === null ? escapeHtml(text) : pieces.map(pieceOf).join("");
  return `<${mark}>${inner}</${mark}>`;
}

const pieceOf = ({ text, differs }: Piece): string =>
  differs ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text);
