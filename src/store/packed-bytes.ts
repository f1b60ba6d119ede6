// Passes packed bytes out of the database and into it, as hex. D1 limits a string and a
// blob to 2,000,000 bytes each (developers.cloudflare.com/d1/platform/limits). A byte is
// two digits of hex, so blobs are passed in pieces.
import { type SQL, sql } from "drizzle-orm";

/** Bytes in a piece: twice as many digits of hex stay below the limit. */
const pieceBytes = 900_000;
/** Characters of JSON in one parameter: each is up to three bytes. */
const parameterChars = 600_000;
/** The same where each character is one byte: two parts of a block do not fit. */
const parameterDigits = 1_900_000;

export type HexPieces = { piece1: string; piece2: string; piece3: string };

/** Selects a blob in three pieces. No blob is larger. */
export const hexPieces = (blob: SQL): SQL => sql`
  hex(substr(${blob}, 1, ${pieceBytes})) AS piece1,
  hex(substr(${blob}, ${pieceBytes + 1}, ${pieceBytes})) AS piece2,
  hex(substr(${blob}, ${2 * pieceBytes + 1})) AS piece3`;

export const bytesOf = ({ piece1, piece2, piece3 }: HexPieces): Uint8Array =>
  Uint8Array.fromHex(piece1 + piece2 + piece3);

/**
 * Gives JSON arrays that together hold all rows, each short enough for a parameter. No
 * rows are no arrays.
 */
export const jsonParameters = (rows: Iterable<object>): string[] =>
  inParameters(rows, parameterChars);

/** The same for rows of hexadecimal digits, each of which is one byte. */
export const digitParameters = (rows: readonly object[]): string[] =>
  inParameters(rows, parameterDigits);

function inParameters(rows: Iterable<object>, most: number): string[] {
  const chunks: string[][] = [[]];
  let length = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (length > 0 && length + json.length > most) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(json);
    length += json.length;
  }
  return chunks
    .filter((chunk) => chunk.length > 0)
    .map((chunk) => `[${chunk.join(",")}]`);
}
