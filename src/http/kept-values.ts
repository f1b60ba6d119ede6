// Keeps what everybody may see for a while, so that a page with many readers costs the
// database no more than a page with few.

/**
 * What is kept: whose it is, the name of the shelf, for how long, and how much in one
 * isolate.
 */
type Shelf = { room: string; name: string; ageS: number; most: number };

/** Which value is asked for, and when; `url` is any URL of this deployment. */
type Place = { key: string; url: string; now: number };

/** Gives the value at a place, which `look` finds unless it is kept. */
export type Keeper<T> = (place: Place, look: () => Promise<T>) => Promise<T>;

/**
 * Makes a keeper. A value holds for one period of `ageS` seconds, in which `look` is
 * called once, however many ask at once. It is kept in the isolate's memory and in the
 * data centre's cache. On workers.dev that cache keeps nothing
 * (developers.cloudflare.com/workers/runtime-apis/cache).
 */
export function createKeeper<T>({ room, name, ageS, most }: Shelf): Keeper<T> {
  const kept = new Map<string, { period: number; value: Promise<T> }>();
  return async ({ key, url, now }, look) => {
    const period = Math.floor(now / (ageS * 1_000));
    const known = kept.get(key);
    if (known?.period === period) return await known.value;
    const place = new URL(`/${room}/${name}/${key}?period=${period}`, url);
    const value = lookInCache({ room, place, ageS }, look);
    kept.delete(key);
    kept.set(key, { period, value });
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    try {
      return await value;
    } catch (error) {
      if (kept.get(key)?.value === value) kept.delete(key);
      throw error;
    }
  };
}

async function lookInCache<T>(
  { room, place, ageS }: { room: string; place: URL; ageS: number },
  look: () => Promise<T>,
): Promise<T> {
  const cache = await caches.open(room);
  const cached = await cache.match(place);
  if (cached !== undefined) return await cached.json();
  const value = await look();
  const headers = { "cache-control": `max-age=${ageS}` };
  await cache.put(place, Response.json(value, { headers }));
  return value;
}
