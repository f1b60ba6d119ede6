// Measures in the browser how soon a page paints something, and whether anything moves
// afterwards.
import type { Browser } from "playwright-core";
import { median } from "#bench/figures.ts";
import { toCookie } from "#test/fixtures/browser/session.ts";

export type PagePaint = { firstMs: number; usualMs: number; shift: number };

/** The browser's first load of all warms it up and does not count. */
const loads = 5;

/** After this time a page has nothing left to do by itself. */
const restMs = 300;

const viewport = { width: 1_280, height: 900 };
/** A browser that has logged in has told its zone, in a cookie. */
const timezoneId = "UTC";

/** Reads the entries of Paint Timing and Layout Instability (w3.org/TR/paint-timing). */
const entries = `new Promise((resolve) => setTimeout(() => {
  const shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries()))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    shift: shifts.reduce((sum, { value }) => sum + value, 0),
  }), 0);
}, ${restMs}))`;

/** Loads a page several times, each with an empty cache. */
export async function measurePaint(
  browser: Browser,
  url: string,
  cookie: string | null,
): Promise<PagePaint> {
  const paints: number[] = [];
  const shifts: number[] = [];
  for (let load = 0; load <= loads; load++) {
    const context = await browser.newContext({ viewport, timezoneId });
    await context.addCookies([{ url, name: "zone", value: timezoneId }]);
    if (cookie !== null) await context.addCookies([toCookie(url, cookie)]);
    const page = await context.newPage();
    await page.goto(url);
    const seen = await page.evaluate<{ paint: number; shift: number }>(entries);
    if (load > 0) paints.push(seen.paint);
    shifts.push(seen.shift);
    await context.close();
  }
  return {
    firstMs: Math.min(...paints),
    usualMs: median(paints),
    shift: Math.max(...shifts),
  };
}
