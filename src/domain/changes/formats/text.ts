// Writes a difference for people to read as plain text: "+ added", "- removed", and words
// as "[-removed-]" and "{+added+}".
import type { Difference } from "#domain/changes/comparing/difference.ts";
import { type InlineLine, inlineOf } from "./inline.ts";

export function writeText({ hunks, isWhole, isCut }: Difference): string {
  const told = hunks.map(({ rows, to }) => {
    const lines = inlineOf(rows).map(writeLine);
    return [`Line ${to}`, ...lines].join("\n");
  });
  const whole = isWhole ? ["The contents differ too much to tell line by line."] : [];
  const cut = isCut ? ["There is more that differs."] : [];
  const parts = [...whole, ...told, ...cut];
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

const signs = { same: " ", removed: "-", added: "+" } as const;

const marks = {
  removed: { before: "[-", after: "-]" },
  added: { before: "{+", after: "+}" },
} as const;

function writeLine({ kind, text, pieces }: InlineLine): string {
  if (kind === "same" || pieces === null) return `${signs[kind]} ${text}`;
  const { before, after } = marks[kind];
  const marked = pieces.map((piece) =>
    piece.differs ? `${before}${piece.text}${after}` : piece.text,
  );
  return `${signs[kind]} ${marked.join("")}`;
}
