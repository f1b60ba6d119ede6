// Packs the pages that a page links to: their ids, four bytes each, most significant
// first, so that the database can look for one with instr(). The version is the last byte
// and not the first, because the database counts the ids from the beginning.
import { refuseLater } from "#domain/bytes.ts";

const idBytes = 4;

/** The version that is written. Bytes without a version are of version 0. */
const version = 1;

/** Gives the bytes by which the database finds a link to a page. */
export function packLink(id: number): Uint8Array {
  const bytes = new Uint8Array(idBytes);
  new DataView(bytes.buffer).setUint32(0, id);
  return bytes;
}

/** Packs links in their order. No links are no bytes. */
export function packLinks(ids: readonly number[]): Uint8Array {
  if (ids.length === 0) return new Uint8Array();
  const bytes = new Uint8Array(ids.length * idBytes + 1);
  const view = new DataView(bytes.buffer);
  ids.forEach((id, i) => {
    view.setUint32(i * idBytes, id);
  });
  bytes[ids.length * idBytes] = version;
  return bytes;
}

/**
 * Gives the ids in their order. Takes the first of the packed ids too, without the rest:
 * whole ids without a version are told by their length.
 */
export function unpackLinks(bytes: Uint8Array): number[] {
  const count = Math.floor(bytes.length / idBytes);
  refuseLater(bytes[count * idBytes] ?? 0, version);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => view.getUint32(i * idBytes));
}
