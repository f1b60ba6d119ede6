// Names one part of a scrape that is made in parts: its targets are those of every nth
// shard. A target never changes its shard, so it stays in its part.

/** The parts of `of` are counted from 0. */
export type ScrapePart = { index: number; of: number };

/** Of those of 2,000 targets each, so many are enough for two million. */
export const mostParts = 1_000;

/** Reads "0/4"; null where it is no part at all. */
export function readPart(text: string): ScrapePart | null {
  const [, index, of] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  return index === undefined ? null : { index: Number(index), of: Number(of) };
}

/** Says why there is no such part; null where there is. */
export function refusePart({ index, of }: ScrapePart): string | null {
  if (of > mostParts) return `At most ${mostParts} parts.`;
  if (of === 0) return "At least 1 part.";
  return index < of
    ? null
    : `Parts are counted from 0: the last of ${of} is ${of - 1}/${of}.`;
}
