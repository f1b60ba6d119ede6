// Encodes what a run keeps of its reading. Numbers that are those of the run before take
// a byte.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import { hashBytes, type Reading } from "#domain/readings/reading.ts";

/** What of a reading follows. Append only: the number is stored. */
const nothing = 0;
const hashAlone = 1;
const hashAndNumbers = 2;

const jsonOf = (reading: Reading | null): string =>
  JSON.stringify(reading?.numbers ?? {});

/** Writes a reading as a difference from the one before. */
export function writeReading(
  to: ByteWriter,
  reading: Reading | null,
  before: Reading | null,
): void {
  if (reading === null) {
    to.varint(nothing);
    return;
  }
  const isSame = jsonOf(reading) === jsonOf(before);
  to.varint(isSame ? hashAlone : hashAndNumbers);
  to.raw(Uint8Array.fromHex(reading.hash));
  if (!isSame) to.text(jsonOf(reading));
}

/** Reads what `writeReading` wrote. */
export function readReading(from: ByteReader, before: Reading | null): Reading | null {
  const form = from.varint();
  if (form === nothing) return null;
  const hash = from.raw(hashBytes).toHex();
  const json = form === hashAlone ? jsonOf(before) : from.text();
  return { hash, numbers: JSON.parse(json) as Reading["numbers"] };
}
