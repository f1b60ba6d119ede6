// Reads the Retry-After header (RFC 9110 10.2.3). Pure.
import { parseHttpDate } from "./http-date.ts";

// No server is left alone for longer than a day, so that one mistake of a server cannot
// silence a target.
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * Milliseconds from `now`, at most a day; null for a value that is neither seconds nor a
 * future date.
 */
export function parseRetryAfter(value: string, now: number): number | null {
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - now;
  return ms >= 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : null;
}
