// Decides when somebody is told that the database is nearly full: once when room begins
// to be made, and again only after there was enough.
import type { EventOf } from "#domain/notices/event.ts";
import { crowdedFrom } from "./shortening.ts";
import { type Storage, toHours } from "./storage-level.ts";

/**
 * There is enough room again below this share. Making room frees some percent: a database
 * that stays about full is told once.
 */
export const relievedBelow = 0.9;

type Told = Pick<
  Storage,
  "usedShare" | "bytes" | "limitBytes" | "fullAt" | "kept" | "shortened"
>;

export type StorageEvent = EventOf<"storage-nearly-full">;

export type CrowdStep = { kind: "crowded"; event: StorageEvent } | { kind: "relieved" };

/**
 * What changes at `now` for a database that is told to be crowded since `crowdedSince`;
 * null for nothing.
 */
export function crowdStep(
  storage: Told,
  crowdedSince: number | null,
  now: number,
): CrowdStep | null {
  if (crowdedSince !== null)
    return storage.usedShare < relievedBelow ? { kind: "relieved" } : null;
  if (storage.usedShare < crowdedFrom) return null;
  return { kind: "crowded", event: storageEvent(storage, now) };
}

/** Says how full the database is, and by how much shorter runs are kept. */
export function storageEvent(
  { usedShare, bytes, limitBytes, fullAt, kept, shortened }: Told,
  now: number,
): StorageEvent {
  return {
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
    facts: {
      ...{ usedShare, bytes, limitBytes, fullAt },
      ...(shortened && {
        runsMs: toHours(shortened.runsMs),
        usualRunsMs: kept.runsMs,
      }),
    },
  };
}
