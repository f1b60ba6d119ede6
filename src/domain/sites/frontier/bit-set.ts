// Keeps a set of whole numbers, one bit for each number up to the largest.

export type BitSet = { words: Uint32Array };

export const createBitSet = (): BitSet => ({ words: new Uint32Array(1_024) });

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
