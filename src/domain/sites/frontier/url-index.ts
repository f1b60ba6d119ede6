// Numbers the URLs that a crawl knows, by their hashes and in the order in which they
// come. It holds eight bytes a URL and an open-addressing table of ids, together about 20
// bytes a URL. It forgets nothing.

type UrlIndex = {
  readonly size: number;
  /** Gives the id of a hash, or -1. */
  find(hi: number, lo: number): number;
  /** Gives the id of a hash, and the next free id to a new one. */
  add(hi: number, lo: number): number;
  /**
   * Adds records in their order, but those that are known. Throws a RangeError when the
   * last is not whole.
   */
  append(records: Uint8Array): void;
  /**
   * Gives the records of this id and of all later ones: eight bytes each, the low half
   * first, little-endian. This layout is stored.
   */
  bytesSince(id: number): Uint8Array;
};

/** The bytes of a URL's hash in `UrlIndex`. */
export const urlHashBytes = 8;
const RECORD_BYTES = urlHashBytes;
const FEWEST_RECORDS = 512;

export function createUrlIndex(): UrlIndex {
  let size = 0;
  let records = new DataView(new ArrayBuffer(FEWEST_RECORDS * RECORD_BYTES));
  // Ids plus one, 0 where empty; a power of two in length, at most half full.
  let slots = new Uint32Array(2 * FEWEST_RECORDS);

  const lowAt = (id: number) => records.getUint32(id * RECORD_BYTES, true);
  const highAt = (id: number) => records.getUint32(id * RECORD_BYTES + 4, true);

  /**
   * The slot of a hash, or the empty one where it belongs: the next ones are tried in
   * turn.
   */
  function slotOf(hi: number, lo: number): number {
    const mask = slots.length - 1;
    let slot = lo & mask;
    for (let held = slots[slot]; held; held = slots[slot]) {
      if (lowAt(held - 1) === lo && highAt(held - 1) === hi) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function makeRoom(): void {
    const larger = new Uint8Array(2 * records.byteLength);
    larger.set(new Uint8Array(records.buffer));
    records = new DataView(larger.buffer);
    slots = new Uint32Array(2 * slots.length);
    for (let id = 0; id < size; id++) slots[slotOf(highAt(id), lowAt(id))] = id + 1;
  }

  const find = (hi: number, lo: number): number => (slots[slotOf(hi, lo)] ?? 0) - 1;

  function add(hi: number, lo: number): number {
    const known = find(hi, lo);
    if (known !== -1) return known;
    if (size * RECORD_BYTES === records.byteLength) makeRoom();
    records.setUint32(size * RECORD_BYTES, lo, true);
    records.setUint32(size * RECORD_BYTES + 4, hi, true);
    const id = size++;
    slots[slotOf(hi, lo)] = size;
    return id;
  }

  return {
    get size() {
      return size;
    },
    find,
    add,
    append(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
        add(view.getUint32(at + 4, true), view.getUint32(at, true));
      }
    },
    bytesSince: (id) =>
      new Uint8Array(records.buffer.slice(id * RECORD_BYTES, size * RECORD_BYTES)),
  };
}
