// Tells that the database is nearly full, and by how much shorter history is kept.
import type { StorageFacts } from "#domain/notices/event.ts";
import { type EventWording, field, writeInstant, writeLength } from "./event-kind.ts";

type Kind = EventWording<"storage-nearly-full">;

export const storageNearlyFull: Kind = {
  state: "info",
  alertname: "StorageNearlyFull",
  keyOf: () => "storage",
  nameOf: (_event, words) => words.storageName,
  headlineOf: () => "storage",
  pathOf: () => "/settings",
  tell: ({ at, facts }, viewer) => ({
    text: sentencesOf(facts, viewer),
    fields: field(
      viewer.words.fields.fullAt,
      facts.fullAt === null ? null : writeInstant(facts.fullAt, viewer),
    ),
    startedAt: at,
    endedAt: null,
  }),
};

function sentencesOf(facts: StorageFacts, viewer: Parameters<Kind["tell"]>[1]): string {
  const { words } = viewer;
  const { usedShare, bytes, limitBytes, runsMs, usualRunsMs } = facts;
  const used = words.storageUsed(
    Math.floor(usedShare * 100),
    writeMegabytes(bytes),
    writeMegabytes(limitBytes),
  );
  if (runsMs === undefined || usualRunsMs === undefined) return used;
  const lengths = [runsMs, usualRunsMs].map((ms) => writeLength(ms, viewer));
  const [now = "", usual = ""] = lengths;
  return words.sentences([used, words.storageShorter(now, usual)]);
}

/** Databases have hundreds of megabytes, of a million bytes each. */
const writeMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
