// Implements a binary heap: push and pop in O(log n), the smallest key first. Equal keys
// come in no particular order.

type HeapEntry<T> = { key: number; item: T };

export type MinHeap<T> = {
  push(key: number, item: T): void;
  /** Infinity when empty. */
  firstKey(): number;
  pop(): HeapEntry<T> | undefined;
  /** Takes items from the top for as long as they pass the test; `take` is given each. */
  popWhile(test: (key: number, item: T) => boolean, take: (item: T) => void): void;
};

export function createMinHeap<T>(): MinHeap<T> {
  const entries: HeapEntry<T>[] = [];
  const keyAt = (at: number) => entries[at]?.key ?? Number.POSITIVE_INFINITY;

  /** Moves `entry` up from the gap at `at`. */
  function rise(at: number, entry: HeapEntry<T>): void {
    const parent = (at - 1) >> 1;
    const above = at > 0 ? entries[parent] : undefined;
    if (above === undefined || above.key <= entry.key) {
      entries[at] = entry;
      return;
    }
    entries[at] = above;
    rise(parent, entry);
  }

  /** Moves `entry` down from the gap at `at`. */
  function sink(at: number, entry: HeapEntry<T>): void {
    const left = 2 * at + 1;
    const child = keyAt(left + 1) < keyAt(left) ? left + 1 : left;
    const below = entries[child];
    if (below === undefined || below.key >= entry.key) {
      entries[at] = entry;
      return;
    }
    entries[at] = below;
    sink(child, entry);
  }

  function pop(): HeapEntry<T> | undefined {
    const first = entries[0];
    const last = entries.pop();
    if (last !== undefined && entries.length > 0) sink(0, last);
    return first;
  }

  function popWhile(
    test: (key: number, item: T) => boolean,
    take: (item: T) => void,
  ): void {
    for (
      let first = entries[0];
      first !== undefined && test(first.key, first.item);
      first = entries[0]
    ) {
      pop();
      take(first.item);
    }
  }

  return {
    push: (key, item) => rise(entries.length, { key, item }),
    firstKey: () => keyAt(0),
    pop,
    popWhile,
  };
}
