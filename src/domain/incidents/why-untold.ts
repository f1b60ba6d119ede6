// Says what keeps the failing of a target from being told, or makes it later: beside the
// routes, the silences and the channels. No I/O, no clock.
import type { IncidentFacts } from "#domain/notices/event.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";

/**
 * untold: nobody is told. later: it is told, after something else. maybe: it depends on
 * how the target fails.
 */
export const reasonEffects = ["untold", "later", "maybe"] as const;

export type UntoldReason = {
  reason: keyof typeof effects;
  effect: (typeof reasonEffects)[number];
  /** One sentence. */
  says: string;
  /** When it ends, epoch ms; null when nobody knows. */
  until: number | null;
};

const effects = {
  paused: "untold",
  "rounds-paused": "untold",
  "delivery-paused": "untold",
  maintenance: "untold",
  "degraded-ignored": "untold",
  "open-already": "untold",
  "closed-by-hand": "untold",
  "parent-incident": "untold",
  "parent-failing": "later",
  "own-outage": "maybe",
  threshold: "later",
} as const satisfies Record<string, (typeof reasonEffects)[number]>;

/** What is known of a target that would fail. */
export type Surroundings = {
  isEnabled: boolean;
  /** Nobody looks at any target. */
  areRoundsPaused: boolean;
  /** Nothing is sent to any channel. */
  isDeliveryPaused: boolean;
  alarm: AlarmRule;
  /** Its incident that is open; null without one. */
  open: Pick<IncidentFacts, "severity"> | null;
  /** Somebody closed its incident, and it goes on failing. */
  isClosedByHand: boolean;
  /** A window that holds; null without one. Epoch ms. */
  maintenance: { name: string; until: number } | null;
  /** The targets that it depends on. */
  parents: readonly { name: string; isDown: boolean; hasIncident: boolean }[];
  /** Most hosts are silent, and so are the canaries. */
  isOwnOutage: boolean;
};

/** Why its failing with that severity would not be told, or not at once. */
export function whyUntold(
  severity: IncidentFacts["severity"],
  seen: Surroundings,
): UntoldReason[] {
  if (!seen.isEnabled)
    return [told("paused", "It is paused: nobody checks whether it fails.")];
  if (seen.areRoundsPaused)
    return [told("rounds-paused", "The rounds are paused: nobody looks at any target.")];
  if (seen.isDeliveryPaused)
    return [
      told(
        "delivery-paused",
        "The delivery of notices is paused: nothing is sent until it is resumed.",
      ),
    ];
  if (seen.open !== null) return whileOpen(severity, seen.open, seen);
  if (seen.isClosedByHand)
    return [
      told(
        "closed-by-hand",
        "Somebody closed its incident while it failed: nothing is told until it has recovered.",
      ),
    ];
  return [
    ...ofDegraded(severity, seen),
    ...ofMaintenance(seen),
    ...ofParents(seen),
    ...ofOutage(seen),
    ...ofThreshold(seen),
  ];
}

const told = (
  reason: UntoldReason["reason"],
  says: string,
  until: number | null = null,
): UntoldReason => ({ reason, effect: effects[reason], says, until });

/** Only that it gets worse is told of an incident that is open. */
function whileOpen(
  severity: IncidentFacts["severity"],
  open: NonNullable<Surroundings["open"]>,
  seen: Surroundings,
): UntoldReason[] {
  const isWorse = open.severity === "degraded" && severity === "down";
  if (isWorse) return ofParents(seen);
  const says = "It has an open incident already: only reminders of that one are told.";
  return [told("open-already", says)];
}

const ofDegraded = (severity: string, { alarm }: Surroundings): UntoldReason[] =>
  severity === "degraded" && !alarm.degraded
    ? [told("degraded-ignored", "Its degraded runs open no incident.")]
    : [];

const ofMaintenance = (
  { maintenance }: Surroundings,
  say = (name: string) => `It is in maintenance (${name}): no incident opens.`,
): UntoldReason[] =>
  maintenance === null
    ? []
    : [told("maintenance", say(maintenance.name), maintenance.until)];

/** Why nobody is told of a change of what the target says. */
export const whyChangeUntold = (seen: Surroundings): UntoldReason[] =>
  ofMaintenance(seen, (name) => `It is in maintenance (${name}): no change is told.`);

function ofParents({ parents }: Surroundings): UntoldReason[] {
  const open = parents.find(({ hasIncident }) => hasIncident);
  if (open !== undefined)
    return [
      told(
        "parent-incident",
        `It depends on ${open.name}, which has an open incident: it is named in that one.`,
      ),
    ];
  const failing = parents.find(({ isDown }) => isDown);
  if (failing === undefined) return [];
  const says = `It depends on ${failing.name}, which fails too: up to three more failing runs are waited for.`;
  return [told("parent-failing", says)];
}

const ofOutage = ({ isOwnOutage }: Surroundings): UntoldReason[] =>
  isOwnOutage
    ? [
        told(
          "own-outage",
          "Most hosts and all canaries are silent: runs without an answer open no incident.",
        ),
      ]
    : [];

function ofThreshold({ alarm: { failAfter, ofLast } }: Surroundings): UntoldReason[] {
  if (failAfter === 1) return [];
  const says =
    ofLast === null
      ? `Its incident opens once ${failAfter} runs in a row have failed.`
      : `Its incident opens once ${failAfter} of its last ${ofLast} runs have failed.`;
  return [told("threshold", says)];
}
