// Names the heartbeats of the benchmarks.

/** The uuid of a heartbeat by its number. */
export const uuidOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
