// Keeps a set of whole numbers, one bit for each number up to the largest.

export type BitSet = { words: Uint32Array };

export const createBitSet = (): BitSet => ({ words: new Uint32Array(1_024) });

/** Makes a set of its bytes, as `packBits` gives them. */
export function unpackBits(bytes: Uint8Array): BitSet {
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  new Uint8Array(words.buffer).set(bytes);
  return { words };
}

/**
 * Gives a set as bytes, eight numbers a byte, the lowest in the lowest bit: all platforms
 * that run Workers are little-endian.
 */
export function packBits({ words }: BitSet): Uint8Array {
  const last = words.findLastIndex((word) => word !== 0);
  return new Uint8Array(words.buffer, 0, 4 * (last + 1));
}

export const hasBit = ({ words }: BitSet, bit: number): boolean =>
  ((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;

export function addBit(set: BitSet, bit: number): void {
  const at = bit >>> 5;
  if (at >= set.words.length) {
    const larger = new Uint32Array(Math.max(at + 1, 2 * set.words.length));
    larger.set(set.words);
    set.words = larger;
  }
  set.words[at] = (set.words[at] ?? 0) | (1 << (bit & 31));
}

export function removeBit({ words }: BitSet, bit: number): void {
  const at = bit >>> 5;
  words[at] = (words[at] ?? 0) & ~(1 << (bit & 31));
}

/** Gives the lowest numbers of a set that are wanted, at most so many. */
export function firstBits(
  { words }: BitSet,
  most: number,
  isWanted: (bit: number) => boolean = () => true,
): number[] {
  const found: number[] = [];
  for (const [at, word] of words.entries()) {
    if (word === 0) continue;
    for (let bit = at * 32; bit < at * 32 + 32 && found.length < most; bit++)
      if ((word & (1 << (bit & 31))) !== 0 && isWanted(bit)) found.push(bit);
    if (found.length === most) break;
  }
  return found;
}
