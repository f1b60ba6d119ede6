// Cuts texts to what a channel takes, between two characters as a reader sees them. A
// text that was cut ends in an ellipsis.
import { memoize } from "#domain/memo.ts";

/** Of a message's title: the least that a channel takes (Pushover). */
export const MAX_TITLE_CHARS = 250;

const ellipsis = "…";
const encoder = new TextEncoder();

/** Emoji of several code points, and letters with their marks, are one character. */
const segmenter = memoize(
  1,
  () => new Intl.Segmenter(undefined, { granularity: "grapheme" }),
);

/** The text with at most so many UTF-16 units, which is how most channels count. */
export const cutToChars = (text: string, most: number): string =>
  cut(text.toWellFormed(), most, (part) => part.length);

/** The text with at most so many bytes of UTF-8. */
export const cutToBytes = (text: string, most: number): string =>
  cut(text.toWellFormed(), most, byteLength);

export const byteLength = (text: string): number => encoder.encode(text).length;

function cut(text: string, most: number, sizeOf: (text: string) => number): string {
  if (sizeOf(text) <= most) return text;
  const room = most - sizeOf(ellipsis);
  if (room < 0) return "";
  let kept = "";
  let size = 0;
  // A unit takes one of the room or more, and the code point after it, of two units at
  // most, tells whether a character ends there: what lies beyond need not be looked at.
  const near = text.slice(0, room + 2);
  for (const { segment } of segmenter().segment(near)) {
    size += sizeOf(segment);
    if (size > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

// Matches what turns the direction of the text after it, and what ends lines.
const lineBreakers = /[\p{Cc}\u2028\u2029]+/gu;
const turners = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text as one line, in which nothing turns the direction of what comes after it.
 * `most` counts UTF-16 units.
 */
export const oneLine = (text: string, most: number): string =>
  cutToChars(
    text
      .slice(0, most * 4)
      .replace(turners, "")
      .replace(lineBreakers, " ")
      .replace(/ {2,}/g, " ")
      .trim(),
    most,
  );
