// Foretells when a channel would be told of something that goes on until then. No I/O, no
// clock.
import { addChanges, type Change, firstFlush, type Group, newGroup } from "./group.ts";
import { muteUntil, type RouteRule } from "./routes.ts";
import { type Silenceable, type SilenceRule, silencedUntil } from "./silence.ts";

/** Null when nobody knows; epoch ms. */
export type Foretold = { toldAt: number | null; why: string };

/** Windows and silences that follow each other are looked at so often. */
const mostLooks = 50;

type Circumstances = {
  rule: RouteRule;
  /** What the channel knows already; null for nothing. */
  group: Group | null;
  change: Change;
  thing: Silenceable;
  silences: readonly SilenceRule[];
  /** When it happens. */
  at: number;
};

export function whenTold(circumstances: Circumstances): Foretold {
  const { rule, change, at } = circumstances;
  const group = circumstances.group ?? newGroup(at);
  const { flushAt } = addChanges(group, [change], rule.timing, at);
  if (flushAt === null) return { toldAt: null, why: "The channel knows of it already." };
  const { waitMs, intervalMs, isDigest } = rule.timing;
  // Nothing goes with a notice that is made within its own wait.
  const isYoung = !isDigest && flushAt < at + waitMs;
  let toldAt = isYoung ? Math.max(at + waitMs, flushAt + intervalMs) : flushAt;
  let why = usualWhy(rule, toldAt - at);
  for (let looks = 0; looks < mostLooks; looks++) {
    const held = heldAt(circumstances, toldAt);
    if (held === null) return { toldAt, why };
    if (held.toldAt === null) return held;
    toldAt = held.toldAt;
    why = held.why;
  }
  return { toldAt: null, why: "Windows and silences keep it quiet for weeks." };
}

/** What keeps it from being told at an instant; null when nothing does. */
function heldAt(
  { rule, thing, silences, group }: Circumstances,
  at: number,
): Foretold | null {
  const mutedUntil = muteUntil(rule.mute, at);
  if (mutedUntil !== null)
    return { toldAt: mutedUntil, why: "The route is mute until then." };
  const silentUntil = silencedUntil(silences, thing, at);
  if (silentUntil === null) return null;
  if (silentUntil === Number.POSITIVE_INFINITY)
    return { toldAt: null, why: "It is silenced until it has recovered." };
  const { timing } = rule;
  if (!timing.isDigest) return { toldAt: silentUntil, why: "It is silenced until then." };
  const sentAt = group?.sentAt ?? null;
  // It has waited by then.
  const toldAt = firstFlush({ sentAt }, timing, silentUntil - timing.waitMs);
  return { toldAt, why: "With the first digest after its silence." };
}

function usualWhy({ timing }: RouteRule, afterMs: number): string {
  if (timing.isDigest) return "With the next digest.";
  return afterMs > timing.waitMs
    ? "After the interval of its group, which was told lately."
    : "After the wait of its group.";
}
