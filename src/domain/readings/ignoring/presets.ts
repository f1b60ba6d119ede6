// Lists what `ignore` takes off texts by itself, in the order in which it does so.
import type { IgnorePreset } from "#domain/readings/step.ts";
import { ignoreCacheBusters, ignoreSessionIds } from "./addresses.ts";
import { ignoreCounters } from "./counters.ts";
import { ignoreDates } from "./dates.ts";
import { ignoreRelativeTimes } from "./relative-times.ts";
import { ignoreTokens } from "./tokens.ts";

/** Each is linear, and finds nothing more in what it gave. */
export const presets: Readonly<Record<IgnorePreset, (text: string) => string>> = {
  "session-ids": ignoreSessionIds,
  "cache-busters": ignoreCacheBusters,
  dates: ignoreDates,
  "relative-times": ignoreRelativeTimes,
  counters: ignoreCounters,
  tokens: ignoreTokens,
};
