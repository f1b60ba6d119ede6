// Remembers the results of a pure function of strings that is slow. Changes no result.

/** Gives `make` with its latest `limit` results kept. A call that throws leaves none. */
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
