// Tells that what a target says has changed: which numbers moved, and what was added and
// removed.
import { oneLine } from "#domain/cut.ts";
import type { ContentChange } from "#domain/notices/event.ts";
import { writeMove } from "#domain/notices/write-move.ts";
import {
  type EventWording,
  type Field,
  field,
  type Standpoint,
  targetName,
  writeInstant,
} from "./event-kind.ts";

export const contentChanged: EventWording<"content-changed"> = {
  state: "info",
  alertname: "ContentChanged",
  keyOf: ({ id }) => id,
  nameOf: targetName,
  headlineOf: () => "contentChanged",
  pathOf: ({ targetId, facts: { from, to } }) =>
    `/targets/${targetId}/diff?${from === null ? "" : `from=${from}&`}to=${to}`,
  tell: ({ at, facts }, viewer) => ({
    text: tellChange(facts, viewer),
    fields: [
      ...quotedLines(facts.change, viewer),
      ...field(viewer.words.fields.address, facts.url),
      ...field(viewer.words.fields.seenAt, writeInstant(at, viewer)),
    ],
    startedAt: at,
    endedAt: null,
  }),
};

/** Numbers that a text tells: a message is read at a glance. */
const numbersTold = 5;

function tellChange({ change }: ContentChange, { words }: Standpoint): string {
  const numbers = Object.entries(change.numbers)
    .slice(0, numbersTold)
    .map(([name, { from, to }]) => writeMove(name, from, to, words));
  const lines = change.isWhole
    ? words.replacedWhole(change.characters)
    : words.linesChanged(change.addedLines, change.removedLines);
  return words.sentences([...numbers, ...(lines === "" ? [] : [lines])]);
}

/** Lines of each kind that a message quotes, and how much of each. */
const linesQuoted = 5;
const lineCharacters = 160;

/** In turns, so that a message that is cut short has some of each. */
function quotedLines(
  { added, removed }: ContentChange["change"],
  { words: { fields } }: Standpoint,
): Field[] {
  const quote = (name: string, line = "") => field(name, oneLine(line, lineCharacters));
  return Array.from({ length: linesQuoted }).flatMap((_, i) => [
    ...quote(fields.removed, removed[i]),
    ...quote(fields.added, added[i]),
  ]);
}
