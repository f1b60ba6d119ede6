// Remembers what a pure function made of strings, because making it again is slow.
// Changes no result.

/**
 * `make`, with its latest `limit` results kept; the oldest goes first. What throws is not
 * kept.
 */
export function memoize<T>(
  limit: number,
  make: (...key: string[]) => T,
): (...key: string[]) => T {
  const kept = new Map<string, T>();
  return (...key) => {
    const name = key.join("\n");
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = make(...key);
    const [oldest] = kept.keys();
    if (kept.size >= limit && oldest !== undefined) kept.delete(oldest);
    kept.set(name, made);
    return made;
  };
}
