// Parses and writes durations as people write them ("1h30m", "PT5M"); code counts them in
// milliseconds. Refuses months and years, which have no fixed length, and fractions of a
// millisecond.

const unitMs = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;
const canonicalUnits = ["d", "h", "m", "s", "ms"] as const;

const shortForm =
  /^(?=.)(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/;

// ISO 8601 durations; a fraction (point or comma) only in the seconds, down to the
// millisecond.
const isoForm =
  /^P(?=\d|T)(?:(?<w>\d+)W)?(?:(?<d>\d+)D)?(?:T(?=\d)(?:(?<h>\d+)H)?(?:(?<m>\d+)M)?(?:(?<s>\d+(?:[.,]\d{1,3})?)S)?)?$/i;

/**
 * The milliseconds of a duration; null when the text is no duration. Short units are in
 * lower case, ISO letters in either case.
 */
export function parseDuration(text: string): number | null {
  const parts = (shortForm.exec(text) ?? isoForm.exec(text))?.groups;
  if (parts === undefined) return null;
  let total = 0;
  for (const [unit, ms] of Object.entries(unitMs)) {
    total += Math.round(Number(parts[unit]?.replace(",", ".") ?? 0) * ms);
  }
  return Number.isSafeInteger(total) ? total : null;
}

/**
 * The canonical short form of a whole, non-negative number of milliseconds: 90 000 gives
 * "1m30s", 0 gives "0s".
 */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = "";
  for (const unit of canonicalUnits) {
    const amount = Math.floor(rest / unitMs[unit]);
    rest -= amount * unitMs[unit];
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text || "0s";
}
