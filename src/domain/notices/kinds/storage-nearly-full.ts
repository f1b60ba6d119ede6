// Tells that the database is nearly full.
import type { EventWording } from "./event-kind.ts";

export const storageNearlyFull: EventWording<"storage-nearly-full"> = {
  state: "info",
  alertname: "StorageNearlyFull",
  keyOf: () => "storage",
  nameOf: (_event, words) => words.storageName,
  headlineOf: () => "storage",
  pathOf: () => "/settings",
  tell: ({ at, facts }, { words }) => ({
    text: words.storageUsed(
      Math.floor(facts.usedShare * 100),
      writeMegabytes(facts.bytes),
      writeMegabytes(facts.limitBytes),
    ),
    fields: [],
    startedAt: at,
    endedAt: null,
  }),
};

/** Databases have hundreds of megabytes, of a million bytes each. */
const writeMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
