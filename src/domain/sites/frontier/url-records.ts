// Packs the columns of a row that holds URLs of a site: the URLs, their hashes, and the
// hashes of the paths of those with a query. Each column begins with its version. What is
// appended to a column is of the column's version.
import { createByteReader, createByteWriter, refuseLater } from "#domain/bytes.ts";

/** The version that is written. Bytes without a version are of version 0. */
const version = 1;

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

/** Packs URLs as the beginning of a column. */
export function packUrls(urls: readonly string[]): Uint8Array {
  const to = createByteWriter();
  to.version(version);
  for (const url of urls) to.text(url);
  return to.done();
}

/** Gives the URLs of a column in their order. */
export function unpackUrls(column: Uint8Array): string[] {
  const from = createByteReader(column);
  from.version(version);
  const urls: string[] = [];
  while (!from.atEnd()) urls.push(from.text());
  return urls;
}
