// Packs the hashes by which query strings of one path are counted: for each URL with a
// query, the hash of the URL without its query, in four bytes.
import { hashText } from "#domain/text-hash.ts";
import { unpackRecords } from "./url-records.ts";

const variantBytes = 4;

/** Gives the hash by which a path's variants are counted; null without a query. */
export function variantOf(url: string): number | null {
  const mark = url.indexOf("?");
  return mark === -1 ? null : hashText(url.slice(0, mark)).hi;
}

/** Packs the hashes of those URLs that have a query, in their order. */
export function packVariants(urls: readonly string[]): Uint8Array {
  const hashes = urls.map(variantOf).filter((hash) => hash !== null);
  const view = new DataView(new ArrayBuffer(hashes.length * variantBytes));
  hashes.forEach((hash, i) => {
    view.setUint32(i * variantBytes, hash);
  });
  return new Uint8Array(view.buffer);
}

/** Gives the hashes of a column. */
export function unpackVariants(column: Uint8Array): number[] {
  const bytes = unpackRecords(column, variantBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / variantBytes }, (_, i) =>
    view.getUint32(i * variantBytes),
  );
}
