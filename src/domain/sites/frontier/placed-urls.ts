// Packs a row of a site's URLs of which some were forgotten: each URL and each hash comes
// with its place in the row. Places that have none are free, up to the row's end. More
// URLs are appended.
import { createByteWriter } from "#domain/bytes.ts";
import { hashText } from "#domain/text-hash.ts";
import {
  appendHashes,
  appendPlaced,
  type PlacedHash,
  type UrlIndex,
  urlHashBytes,
} from "./url-index.ts";
import {
  isPlaced,
  packRecords,
  placedVersion,
  unpackRecords,
  unpackUrls,
  urlsInChunk,
  versionBytes,
} from "./url-records.ts";
import { packVariants } from "./variant-encoding.ts";

/** The columns of a row, packed. */
export type UrlColumns = { hashes: Uint8Array; variants: Uint8Array; urls: Uint8Array };

export type PlacedUrl = { offset: number; url: string };

/**
 * A hash, its place and seven bytes of zero: with the version in front, a column is as
 * much longer than eight-byte records as one of version 1.
 */
const recordBytes = 2 * urlHashBytes;

/** Packs URLs as a row. Without their versions, they can be appended to such a row. */
export function packPlaced(placed: readonly PlacedUrl[]): UrlColumns {
  const hashes = new Uint8Array(versionBytes.records + placed.length * recordBytes);
  hashes[0] = placedVersion;
  const view = new DataView(hashes.buffer, versionBytes.records);
  const urls = createByteWriter();
  urls.version(placedVersion);
  for (const [i, { offset, url }] of placed.entries()) {
    const { hi, lo } = hashText(url);
    view.setUint32(i * recordBytes, lo, true);
    view.setUint32(i * recordBytes + 4, hi, true);
    view.setUint8(i * recordBytes + urlHashBytes, offset);
    urls.varint(offset);
    urls.text(url);
  }
  const variants = packRecords(packVariants(placed.map(({ url }) => url)));
  return { hashes, variants, urls: urls.done() };
}

/** Packs a row anew with those of its URLs that are kept. */
export function keepUrls(
  urls: Uint8Array,
  isKept: (offset: number) => boolean,
): UrlColumns {
  const all = unpackUrls(urls).map((url, offset) => ({ offset, url }));
  return packPlaced(all.filter(({ offset, url }) => url !== "" && isKept(offset)));
}

/** Adds the hashes of a row to an index, whose last row it is. */
export function loadHashes(index: UrlIndex, column: Uint8Array): void {
  if (isPlaced(column)) appendPlaced(index, urlsInChunk, unpackPlaced(column));
  else appendHashes(index, unpackRecords(column, urlHashBytes));
}

function unpackPlaced(column: Uint8Array): PlacedHash[] {
  const view = new DataView(
    column.buffer,
    column.byteOffset + versionBytes.records,
    column.length - versionBytes.records,
  );
  return Array.from({ length: view.byteLength / recordBytes }, (_, i) => ({
    lo: view.getUint32(i * recordBytes, true),
    hi: view.getUint32(i * recordBytes + 4, true),
    offset: view.getUint8(i * recordBytes + urlHashBytes),
  }));
}
