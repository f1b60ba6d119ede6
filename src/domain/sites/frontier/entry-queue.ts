// Holds the entries of a crawl's queue that are still to be visited: twelve bytes each,
// where objects would take six times as much.
import { entryOf, packRest, type QueueEntry } from "./queue-encoding.ts";

/** Three numbers an entry, as the queue's encoding has them. */
type Block = Uint32Array;

export type EntryQueue = {
  blocks: Block[];
  /** How many entries of the first block are gone. */
  start: number;
  length: number;
};

const blockEntries = 1_024;
const numbers = 3;

export const createEntryQueue = (): EntryQueue => ({ blocks: [], start: 0, length: 0 });

export function pushEntry(queue: EntryQueue, entry: QueueEntry): void {
  const place = queue.start + queue.length;
  if (place === queue.blocks.length * blockEntries)
    queue.blocks.push(new Uint32Array(blockEntries * numbers));
  const at = (place % blockEntries) * numbers;
  queue.blocks.at(-1)?.set([entry.id, entry.depth, packRest(entry)], at);
  queue.length += 1;
}

/** Gives at most `count` entries, without the first `skip`. */
export function peekEntries(
  { blocks, start, length }: EntryQueue,
  skip: number,
  count: number,
): QueueEntry[] {
  const size = Math.max(0, Math.min(count, length - skip));
  return Array.from({ length: size }, (_, i) => {
    const place = start + skip + i;
    const block = blocks[Math.floor(place / blockEntries)] as Block;
    const at = (place % blockEntries) * numbers;
    return entryOf(block[at] ?? 0, block[at + 1] ?? 0, block[at + 2] ?? 0);
  });
}

/** Drops the first entries. */
export function dropEntries(queue: EntryQueue, count: number): void {
  const dropped = Math.min(count, queue.length);
  const start = queue.start + dropped;
  queue.blocks.splice(0, Math.floor(start / blockEntries));
  queue.start = start % blockEntries;
  queue.length -= dropped;
}
