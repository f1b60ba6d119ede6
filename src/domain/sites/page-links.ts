// The pages that a page links to: their ids, four bytes each, most significant first, so
// that the database can look for one with instr().

const bytesEach = 4;

export function packLinks(ids: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(ids.length * bytesEach);
  const view = new DataView(bytes.buffer);
  ids.forEach((id, i) => {
    view.setUint32(i * bytesEach, id);
  });
  return bytes;
}

export function unpackLinks(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / bytesEach }, (_, i) =>
    view.getUint32(i * bytesEach),
  );
}
