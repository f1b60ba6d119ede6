// Tells which silences keep something from being told, and how long. No clock.
import type { RoutedLabels } from "#domain/notices/event.ts";
import { type Matcher, matchesAll } from "./matcher.ts";

export type Silence = {
  id: number;
  /** All of them match what is silenced. */
  matchers: readonly Matcher[];
  /** Epoch ms. */
  startsAt: number;
  /** Null: until the incident has recovered that it names. */
  endsAt: number | null;
  /** Only this incident is silenced; null for all that the matchers match. */
  incidentId: string | null;
  reason: string;
  author: string;
  createdAt: number;
};

/** What may be silenced. */
export type Silenceable = { incidentId: string | null; labels: RoutedLabels };

/** What a silence says about what it silences. */
export type SilenceRule = Pick<
  Silence,
  "matchers" | "startsAt" | "endsAt" | "incidentId"
>;

/** Whether a silence holds at an instant. One until recovery ends with its incident. */
const isInForce = ({ startsAt, endsAt }: SilenceRule, at: number): boolean =>
  startsAt <= at && (endsAt === null || at < endsAt);

export const silenceStates = ["active", "upcoming", "past"] as const;
export type SilenceState = (typeof silenceStates)[number];

export function silenceState(
  { startsAt, endsAt }: Pick<Silence, "startsAt" | "endsAt">,
  now: number,
): SilenceState {
  if (endsAt !== null && endsAt <= now) return "past";
  return startsAt > now ? "upcoming" : "active";
}

export const silences = (
  { matchers, incidentId }: SilenceRule,
  thing: Silenceable,
): boolean =>
  (incidentId === null || incidentId === thing.incidentId) &&
  matchesAll(matchers, thing.labels);

/**
 * When the last silence of something ends; Infinity when that is not known, null without
 * any. Epoch ms.
 */
export function silencedUntil(
  rules: readonly SilenceRule[],
  thing: Silenceable,
  at: number,
): number | null {
  const ends = rules
    .filter((rule) => isInForce(rule, at) && silences(rule, thing))
    .map(({ endsAt }) => endsAt ?? Number.POSITIVE_INFINITY);
  return ends.length === 0 ? null : Math.max(...ends);
}
