// Draws the shapes of statuses and fates. A page has the sprite once; a word follows each
// shape, so that screen readers need not see it.
import { raw } from "hono/html";
import { type Language, type Words, wordsIn } from "#ui/words/words.ts";

export type StatusKind = keyof Words["statuses"];
export type FateKind = keyof Words["fates"];
/** What became of a content. */
type ContentShape = "changed" | "reverted" | "minor" | "learned";
export type ShapeKind = StatusKind | FateKind | ContentShape | "mark";

const line = 'fill="none" stroke="currentColor"';
const full = 'fill="currentColor"';

/** Each is drawn in 12 × 12. The class `k` has the colour of the ground. */
const shapes: Readonly<Record<ShapeKind, string>> = {
  mark: `<circle cx="6" cy="6" r="4.6" ${line} stroke-width="1.4" stroke-dasharray="22 7"/><circle cx="9.6" cy="3" r="1.7" ${full}/>`,
  up: `<circle cx="6" cy="6" r="5.5" ${full}/><path d="M3.4 6.2 5.3 8.1 8.7 4.3" class="k" stroke-width="1.6"/>`,
  degraded: `<path d="M6 .6 11.8 11.2H.2Z" ${full}/><path d="M6 4.4V7.4M6 8.5V9.9" class="k" stroke-width="1.5"/>`,
  down: `<rect x=".5" y=".5" width="11" height="11" rx="1" ${full}/><path d="M3.4 3.4 8.6 8.6M8.6 3.4 3.4 8.6" class="k" stroke-width="1.7"/>`,
  unknown: `<rect x="1.5" y="1.5" width="9" height="9" ${line} stroke-width="2.2"/>`,
  maintenance: `<path d="M6 0 12 6 6 12 0 6Z" ${full}/>`,
  paused: `<path d="M2 1H5V11H2ZM7 1H10V11H7Z" ${full}/>`,
  new: `<circle cx="6" cy="6" r="4.8" ${line} stroke-width="1.5" stroke-dasharray="2.2 1.6"/>`,
  running: `<path d="M2 .8 11 6 2 11.2Z" ${full}/>`,
  ran: '<rect x=".5" y=".5" width="11" height="11" rx="1" class="ran-fill"/>',
  failed: `<rect width="12" height="12" rx="1" ${full}/><path d="M3.2 3.2 8.8 8.8M8.8 3.2 3.2 8.8" class="k" stroke-width="1.7"/>`,
  late: `<rect x="1" y="1" width="10" height="10" ${line} stroke-width="1.4"/><path d="M6 1H11V11H6Z" class="fill-warn"/>`,
  skipped: `<rect x="1" y="1" width="10" height="10" ${line} stroke-width="1.2"/><path d="M1.4 10.6 10.6 1.4" ${line} stroke-width="1.4"/>`,
  missed: `<rect x="1.25" y="1.25" width="9.5" height="9.5" ${line} stroke-width="2.5"/>`,
  changed: `<circle cx="6" cy="6" r="4.8" ${line} stroke-width="1.5"/><path d="M6 1.2A4.8 4.8 0 0 1 6 10.8Z" ${full}/>`,
  reverted: `<path d="M3 4.5H8A2.7 2.7 0 0 1 8 10H4M5.6 1.6 2.6 4.5 5.6 7.4" ${line} stroke-width="1.6"/>`,
  minor: `<circle cx="6" cy="6" r="4.8" ${line} stroke-width="1.2"/><circle cx="6" cy="6" r="1.4" ${full}/>`,
  learned: `<path d="M1 7.5Q3.5 2 6 6T11 4.5" ${line} stroke-width="1.6"/>`,
  ahead: `<rect x="1" y="1" width="10" height="10" ${line} stroke-dasharray="1.5 1.5"/>`,
};

const sprite = Object.entries(shapes)
  .map(([kind, drawn]) => `<symbol id="${kind}" viewBox="0 0 12 12">${drawn}</symbol>`)
  .join("");

/** All shapes, unseen: once a page. */
export const Sprite = () => (
  <svg width="0" height="0" class="out" aria-hidden="true">
    <defs>{raw(sprite)}</defs>
  </svg>
);

export const Shape = ({ kind, class: name }: { kind: ShapeKind; class?: string }) => (
  <svg aria-hidden="true" class={name}>
    <use href={`#${kind}`} />
  </svg>
);

type Named = { kind: StatusKind | FateKind; language: Language };

/** The word for a status or for the fate of a slot. */
export function wordOf({ kind, language }: Named): string {
  const { statuses, fates } = wordsIn(language);
  return { ...statuses, ...fates }[kind];
}

/** A shape and its word, or other words that say more. */
export const Status = ({ kind, language, words }: Named & { words?: string }) => (
  <span class={`status ${kind}`}>
    <Shape kind={kind} />
    {words ?? wordOf({ kind, language })}
  </span>
);

/** What the cells of a calendar mean. */
export const FateLegend = ({ language }: { language: Language }) => (
  <ul class="legend">
    {(Object.keys(wordsIn(language).fates) as FateKind[]).map((kind) => (
      <li>
        <Shape kind={kind} class={kind} />
        {wordOf({ kind, language })}
      </li>
    ))}
  </ul>
);
