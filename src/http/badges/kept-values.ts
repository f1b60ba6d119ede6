// Keeps the values of badges for a while, so that a page with many readers costs the
// database no more than a page with few. A badge that nobody may see is kept as well.
import type { BadgeValue } from "#ui/badges/badge-values.ts";

/** What a badge shows; null when there is no such badge for everybody. */
export type Shown = BadgeValue | null;

/** Values by name and period, the latest last. */
export type KeptValues = Map<string, Shown>;

/** Whoever asks for names without end fills this much and no more. */
const mostKept = 1_000;

/** Which value is asked for: a value holds for one period of its length. */
type Place = { url: URL; ageS: number; now: number };

/**
 * Gives the value that `look` finds. Looks once in a period of `ageS` seconds, and keeps
 * the value in the isolate's memory and in the data centre's cache. On workers.dev that
 * cache keeps nothing (developers.cloudflare.com/workers/runtime-apis/cache).
 */
export async function keepValue(
  kept: KeptValues,
  { url, ageS, now }: Place,
  look: () => Promise<Shown>,
): Promise<Shown> {
  const key = new URL(url);
  key.searchParams.set("period", String(Math.floor(now / (ageS * 1_000))));
  const known = kept.get(key.href);
  if (known !== undefined) return known;
  const value = await lookInCache(key, ageS, look);
  kept.set(key.href, value);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return value;
}

async function lookInCache(
  key: URL,
  ageS: number,
  look: () => Promise<Shown>,
): Promise<Shown> {
  const cache = await caches.open("badges");
  const cached = await cache.match(key);
  if (cached !== undefined) return await cached.json();
  const value = await look();
  const headers = { "cache-control": `max-age=${ageS}` };
  await cache.put(key, Response.json(value, { headers }));
  return value;
}
