// Finds the most that a channel takes of a message: with less said of each item where
// they are many, and at last with fewer of them.
import type { Message, MessageItem } from "#domain/notices/message.ts";

/** What is shown of the items, and how many are left out. */
export type Shown = { items: readonly MessageItem[]; more: number };

/** The fields that matter most stand first. */
const firstFields = 4;

/** How much is said of each item, from most to least. */
const details: readonly ((item: MessageItem) => MessageItem)[] = [
  (item) => item,
  (item) => ({ ...item, fields: item.fields.slice(0, firstFields) }),
  (item) => ({ ...item, fields: [] }),
  (item) => ({ ...item, fields: [], text: "" }),
];

/**
 * What `make` makes of the most that fits. What it makes of no item must fit, and what
 * it makes of fewer items must not be larger. A template's text replaces all items.
 */
export function fitMessage<Made>(
  { items, text, more }: Message,
  make: (shown: Shown) => Made,
  fits: (made: Made) => boolean,
): Made {
  if (text !== null) return make({ items: [], more: 0 });
  for (const detail of details) {
    const made = make({ items: items.map(detail), more });
    if (fits(made)) return made;
  }
  const titles = items.map(details.at(-1) ?? ((item) => item));
  const shorten = (kept: number) =>
    make({ items: titles.slice(0, kept), more: more + items.length - kept });
  let kept = 0;
  for (let tooMany = items.length; tooMany - kept > 1; ) {
    const middle = Math.floor((kept + tooMany) / 2);
    if (fits(shorten(middle))) kept = middle;
    else tooMany = middle;
  }
  return shorten(kept);
}
