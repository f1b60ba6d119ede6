// Counts minutes, hours and days from the Unix epoch, in UTC.

export const minuteMs = 60_000;

/** The minute that an instant lies in begins at this instant. */
export const startOfMinute = (at: number): number => at - (at % minuteMs);

export const hourMs = 3_600_000;

/** The hour a slot is kept under, counted from the Unix epoch. */
export const hourOf = (at: number): number => Math.floor(at / hourMs);

export const dayMs = 24 * hourMs;

/** The day in UTC, counted from the Unix epoch. */
export const dayOf = (at: number): number => Math.floor(at / dayMs);

/** A due time that never comes: the largest instant of ECMAScript's Date. */
export const never = 8_640_000_000_000_000;
