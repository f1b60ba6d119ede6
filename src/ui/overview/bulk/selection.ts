// Says which targets something is done to, and writes that into the fields of a form or
// an address.
import type { AskedFilter } from "#ui/overview/overview-view.ts";

/** Ids, or whatever meets a filter. */
export type Selection =
  | { which: "ticked"; ids: readonly number[] }
  | { which: "filter"; filter: AskedFilter };

/** "1-40.45" for the ids 1 to 40 and 45: a notice's cookie holds few bytes. */
export function writeIds(ids: readonly number[]): string {
  const spans: { from: number; to: number }[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && last.to === id - 1) last.to = id;
    else spans.push({ from: id, to: id });
  }
  return spans.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(".");
}

/** More ids than this are in no form of ours. */
const mostIds = 100_000;

/** The ids of a text; of one that is none, no ids. */
export function readIds(text: string): number[] {
  if (!/^\d{1,15}(-\d{1,15})?(\.\d{1,15}(-\d{1,15})?)*$/.test(text)) return [];
  const ids: number[] = [];
  for (const span of text.split(".")) {
    const [from = 0, to = from] = span.split("-").map(Number);
    for (let id = from; id <= to && ids.length < mostIds; id++) ids.push(id);
  }
  return ids;
}

/** The scope of a maintenance window that needs no ids: all targets, or those of a tag. */
export function scopeOf(selection: Selection): { all: true } | { tags: [string] } | null {
  if (selection.which === "ticked") return null;
  const { tag, ...others } = selection.filter;
  if (Object.values(others).some((asked) => asked !== null)) return null;
  return tag === null ? { all: true } : { tags: [tag] };
}

export function fieldsOf(selection: Selection): Record<string, string> {
  const { which } = selection;
  if (which === "ticked") return { which, ids: writeIds(selection.ids) };
  const given = Object.entries(selection.filter).filter(([, value]) => value !== null);
  return { which, ...(Object.fromEntries(given) as Record<string, string>) };
}
