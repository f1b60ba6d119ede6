// Reads the Retry-After header (RFC 9110 10.2.3). Pure.
import { parseHttpDate } from "#domain/time/http-date.ts";

// A server that asks for more is believed for a day, so that one slip of its cannot
// silence a target.
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * Milliseconds from `now`, at most a day; null for what is neither seconds nor a date to
 * come.
 */
export function parseRetryAfter(value: string, now: number): number | null {
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - now;
  return ms >= 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : null;
}
