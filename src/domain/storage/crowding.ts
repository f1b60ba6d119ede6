// Decides when somebody is told that the database is nearly full: once when room begins
// to be made, and again only after there was enough.
import type { EventOf } from "#domain/notices/event.ts";
import { crowdedFrom } from "./retention.ts";
import type { Storage } from "./storage-level.ts";

/**
 * There is enough room again below this share. Making room frees some percent: a database
 * that stays about full is told once.
 */
export const relievedBelow = 0.9;

export type CrowdStep =
  | { kind: "crowded"; event: EventOf<"storage-nearly-full"> }
  | { kind: "relieved" };

/**
 * What changes at `now` for a database that is told to be crowded since `crowdedSince`;
 * null for nothing.
 */
export function crowdStep(
  {
    usedShare,
    bytes,
    limitBytes,
    fullAt,
  }: Pick<Storage, "usedShare" | "bytes" | "limitBytes" | "fullAt">,
  crowdedSince: number | null,
  now: number,
): CrowdStep | null {
  if (crowdedSince !== null)
    return usedShare < relievedBelow ? { kind: "relieved" } : null;
  if (usedShare < crowdedFrom) return null;
  const event: EventOf<"storage-nearly-full"> = {
    id: `storage.${now}`,
    kind: "storage-nearly-full",
    at: now,
    targetId: null,
    incidentId: null,
    labels: {
      target: "",
      name: "storage",
      host: "",
      kind: "service",
      severity: "degraded",
      tag: [],
    },
    facts: { usedShare, bytes, limitBytes, fullAt },
  };
  return { kind: "crowded", event };
}
