// Decides where in its interval a target's slots fall: evenly spread over the ids, and
// the same for ever.
import { minuteMs } from "#domain/time/instants.ts";

/**
 * A whole number of minutes (of seconds, below a minute), less than everyMs, so that
 * slots meet the ticks.
 */
export function phaseOf(seed: number, everyMs: number): number {
  const unitMs = everyMs >= minuteMs ? minuteMs : 1_000;
  return (mixBits(seed) % Math.ceil(everyMs / unitMs)) * unitMs;
}

/**
 * MurmurHash3's 32-bit finaliser (Austin Appleby, public domain): near numbers come out
 * far apart.
 */
function mixBits(seed: number): number {
  let bits = seed;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
