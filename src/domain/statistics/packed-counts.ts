// Packs counts by the position of their names in a list. Zeros at the list's end are left
// out, so that a list may grow at its end: what is stored reads as 0 for the new names.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";

/** Writes how many counts follow, and the counts. */
export function writeCounts(to: ByteWriter, counts: readonly number[]): void {
  const length = counts.findLastIndex((count) => count > 0) + 1;
  to.varint(length);
  for (const count of counts.slice(0, length)) to.varint(count);
}

/**
 * Reads counts, one for each of `size` names. Throws a RangeError when there are more:
 * they were written by code that knows more names.
 */
export function readCounts(from: ByteReader, size: number): number[] {
  const length = from.varint();
  if (length > size) throw new RangeError(`${length} counts, of which ${size} are known`);
  const counts = readNumbers(from, length);
  while (counts.length < size) counts.push(0);
  return counts;
}

/**
 * Reads as many numbers as the caller knows that there are. Statistics of many targets
 * read millions of them, for which `Array.from` is slow.
 */
export function readNumbers(from: ByteReader, length: number): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < length; i++) numbers.push(from.varint());
  return numbers;
}
