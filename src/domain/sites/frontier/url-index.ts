// Numbers the URLs that a crawl knows, by their hashes and in the order in which they
// come. An index holds eight bytes a URL and an open-addressing table of ids, together
// about 20 bytes a URL. Numbers of forgotten URLs are free, and are given again first.
import { addBit, type BitSet, createBitSet, hasBit } from "./bit-set.ts";

export type UrlIndex = {
  /** How many numbers there are, the free ones included. */
  size: number;
  /** The hash of each URL: the low half first, little-endian. This layout is stored. */
  records: DataView<ArrayBuffer>;
  /** Ids plus one, 0 where empty; a power of two in length, at most half full. */
  slots: Uint32Array;
  /** Numbers that are free, as far as they are not below `nextFree`. */
  free: BitSet;
  freeCount: number;
  nextFree: number;
};

/** The hash of a URL that is `offset` numbers behind the first of its row. */
export type PlacedHash = { offset: number; hi: number; lo: number };

/** The bytes of a URL's hash in `UrlIndex`. */
export const urlHashBytes = 8;
const fewestRecords = 512;

/** Makes room for as many URLs as are expected: growing takes twice the memory. */
export function createUrlIndex(expected = 0): UrlIndex {
  const room = 2 ** Math.ceil(Math.log2(Math.max(fewestRecords, expected)));
  return {
    size: 0,
    records: new DataView(new ArrayBuffer(room * urlHashBytes)),
    slots: new Uint32Array(2 * room),
    free: createBitSet(),
    freeCount: 0,
    nextFree: 0,
  };
}

/** Gives the id of a hash, or -1. */
export const findHash = (index: UrlIndex, hi: number, lo: number): number =>
  (index.slots[slotOf(index, hi, lo)] ?? 0) - 1;

/** How many URLs an index has. */
export const countIndexed = ({ size, freeCount }: UrlIndex): number => size - freeCount;

export const isFree = ({ free, nextFree }: UrlIndex, id: number): boolean =>
  id >= nextFree && hasBit(free, id);

/** Gives the id of a hash. A new hash gets the lowest free id, or else the next one. */
export function addHash(index: UrlIndex, hi: number, lo: number): number {
  const known = findHash(index, hi, lo);
  if (known !== -1) return known;
  const id = index.freeCount > 0 ? takeFree(index) : index.size;
  placeHash(index, id, hi, lo);
  return id;
}

function takeFree(index: UrlIndex): number {
  while (!hasBit(index.free, index.nextFree)) index.nextFree += 1;
  index.freeCount -= 1;
  index.nextFree += 1;
  return index.nextFree - 1;
}

function placeHash(index: UrlIndex, id: number, hi: number, lo: number): void {
  if (id * urlHashBytes >= index.records.byteLength) makeRoom(index);
  index.records.setUint32(id * urlHashBytes, lo, true);
  index.records.setUint32(id * urlHashBytes + 4, hi, true);
  index.size = Math.max(index.size, id + 1);
  index.slots[slotOf(index, hi, lo)] = id + 1;
}

/**
 * Adds records in their order, but those that are known. Throws a RangeError when the
 * last is not whole. To be called before any hash is added that gets a free id.
 */
export function appendHashes(index: UrlIndex, records: Uint8Array): void {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let at = 0; at < records.length; at += urlHashBytes) {
    const [hi, lo] = [view.getUint32(at + 4, true), view.getUint32(at, true)];
    if (findHash(index, hi, lo) === -1) placeHash(index, index.size, hi, lo);
  }
}

/** Adds `count` numbers at the end: those that `placed` has, and the others as free. */
export function appendPlaced(
  index: UrlIndex,
  count: number,
  placed: readonly PlacedHash[],
): void {
  const first = index.size;
  while ((first + count) * urlHashBytes > index.records.byteLength) makeRoom(index);
  for (const { offset, hi, lo } of placed) placeHash(index, first + offset, hi, lo);
  const taken = new Set(placed.map(({ offset }) => offset));
  for (let offset = 0; offset < count; offset++)
    if (!taken.has(offset)) addBit(index.free, first + offset);
  index.freeCount += count - taken.size;
  index.size = first + count;
}

/** Gives the records of an id and of all later ones, as bytes of their own. */
export const hashesSince = ({ records, size }: UrlIndex, id: number): Uint8Array =>
  new Uint8Array(records.buffer.slice(id * urlHashBytes, size * urlHashBytes));

/** Gives the slot of a hash. Without one, gives the empty slot where it belongs. */
function slotOf({ slots, records }: UrlIndex, hi: number, lo: number): number {
  const mask = slots.length - 1;
  let slot = lo & mask;
  for (let held = slots[slot]; held; held = slots[slot]) {
    if (lowAt(records, held - 1) === lo && highAt(records, held - 1) === hi) return slot;
    slot = (slot + 1) & mask;
  }
  return slot;
}

const lowAt = (records: DataView, id: number): number =>
  records.getUint32(id * urlHashBytes, true);
const highAt = (records: DataView, id: number): number =>
  records.getUint32(id * urlHashBytes + 4, true);

function makeRoom(index: UrlIndex): void {
  const larger = new Uint8Array(2 * index.records.byteLength);
  larger.set(new Uint8Array(index.records.buffer));
  const records = new DataView(larger.buffer);
  index.records = records;
  index.slots = new Uint32Array(2 * index.slots.length);
  for (let id = 0; id < index.size; id++)
    if (!isFree(index, id))
      index.slots[slotOf(index, highAt(records, id), lowAt(records, id))] = id + 1;
}
