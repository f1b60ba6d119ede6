// Reads the Retry-After header (RFC 9110 10.2.3). Pure.

// A server that asks for more is believed for a day, so that one slip of its cannot silence a target.
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/** Milliseconds from `now`, at most a day; null for what is neither seconds nor a date to come. */
export function parseRetryAfter(value: string, now: number): number | null {
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - now;
  return ms >= 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : null;
}

// The three forms of RFC 9110 5.6.7. Date.parse alone would also take "1.5" for a day in January.
const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const rfc850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Epoch milliseconds; NaN if it is no HTTP date. */
function parseHttpDate(text: string): number {
  if (imfFixdate.test(text) || rfc850.test(text)) return Date.parse(text);
  return asctime.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}
