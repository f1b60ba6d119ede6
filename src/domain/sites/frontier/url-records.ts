// Packs the columns of a row that holds URLs of a site: the URLs, their hashes, and the
// hashes of the paths of those with a query. Each column begins with its version. What is
// appended to a column is of the column's version.
import { createByteReader, createByteWriter, refuseLater } from "#domain/bytes.ts";

/**
 * With so many URLs a row stays below D1's limit of 2 MB, even in hex and with the
 * longest URLs.
 */
export const urlsInChunk = 256;

/**
 * The version that is written. Bytes without a version are of version 0. In version 2
 * each URL and each hash has its place in the row (frontier/placed-urls).
 */
const version = 1;
export const placedVersion = 2;

/**
 * So many bytes stand in front of the records of each column. Records are of equal
 * length, 4 or 8 bytes, so that one byte more than whole records tells that there is a
 * version.
 */
export const versionBytes = { records: 1, urls: 2 };

/** Packs records of equal length as the beginning of a column. */
export function packRecords(records: Uint8Array): Uint8Array {
  const column = new Uint8Array(versionBytes.records + records.length);
  column[0] = version;
  column.set(records, versionBytes.records);
  return column;
}

/** Gives the records of a column, each of `length` bytes. */
export function unpackRecords(column: Uint8Array, length: number): Uint8Array {
  if (column.length % length !== versionBytes.records) return column;
  refuseLater(column[0] as number, version);
  return column.subarray(versionBytes.records);
}

/** Whether a column of hashes, which are of eight bytes, is of version 2. */
export const isPlaced = (hashes: Uint8Array): boolean =>
  hashes.length % 8 === versionBytes.records && hashes[0] === placedVersion;

/** Packs URLs as the beginning of a column. */
export function packUrls(urls: readonly string[]): Uint8Array {
  const to = createByteWriter();
  to.version(version);
  for (const url of urls) to.text(url);
  return to.done();
}

/** Gives the URLs of a column, each at its place; "" where there is none. */
export function unpackUrls(column: Uint8Array): string[] {
  const from = createByteReader(column);
  const isInOrder = from.version(placedVersion) < placedVersion;
  const urls: string[] = isInOrder ? [] : Array<string>(urlsInChunk).fill("");
  while (!from.atEnd()) {
    const place = isInOrder ? urls.length : from.varint();
    urls[place] = from.text();
  }
  return urls;
}
