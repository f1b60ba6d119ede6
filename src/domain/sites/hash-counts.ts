// Counts hashes of 32 bits in an open-addressing table: eight bytes a place, at most half
// of the places taken.

export type HashCounts = {
  /** Hashes and their counts in turn; a count of 0 marks an empty place. */
  cells: Uint32Array;
  size: number;
};

const fewestPlaces = 1_024;

export const createHashCounts = (): HashCounts => ({
  cells: new Uint32Array(2 * fewestPlaces),
  size: 0,
});

export const countOf = ({ cells }: HashCounts, hash: number): number =>
  cells[placeOf(cells, hash) + 1] ?? 0;

/** Counts a hash once more. */
export function countHash(counts: HashCounts, hash: number): void {
  const place = placeOf(counts.cells, hash);
  const count = counts.cells[place + 1] ?? 0;
  counts.cells[place] = hash;
  counts.cells[place + 1] = count + 1;
  if (count > 0) return;
  counts.size += 1;
  if (4 * counts.size > counts.cells.length) makeRoom(counts);
}

/** Where a hash is, or the empty place where it belongs. */
function placeOf(cells: Uint32Array, hash: number): number {
  const mask = cells.length - 1;
  let place = (2 * hash) & mask;
  while (cells[place + 1] !== 0 && cells[place] !== hash) place = (place + 2) & mask;
  return place;
}

function makeRoom(counts: HashCounts): void {
  const { cells } = counts;
  counts.cells = new Uint32Array(2 * cells.length);
  for (let at = 0; at < cells.length; at += 2) {
    const [hash = 0, count = 0] = cells.subarray(at, at + 2);
    if (count > 0) counts.cells.set([hash, count], placeOf(counts.cells, hash));
  }
}
