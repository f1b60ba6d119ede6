// Tells that the database is nearly full.
import { type EventWording, field, writeInstant } from "./event-kind.ts";

export const storageNearlyFull: EventWording<"storage-nearly-full"> = {
  state: "info",
  alertname: "StorageNearlyFull",
  keyOf: () => "storage",
  nameOf: (_event, words) => words.storageName,
  headlineOf: () => "storage",
  pathOf: () => "/settings",
  tell: ({ at, facts }, viewer) => ({
    text: viewer.words.storageUsed(
      Math.floor(facts.usedShare * 100),
      writeMegabytes(facts.bytes),
      writeMegabytes(facts.limitBytes),
    ),
    fields: field(
      viewer.words.fields.fullAt,
      facts.fullAt === null ? null : writeInstant(facts.fullAt, viewer),
    ),
    startedAt: at,
    endedAt: null,
  }),
};

/** Databases have hundreds of megabytes, of a million bytes each. */
const writeMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
