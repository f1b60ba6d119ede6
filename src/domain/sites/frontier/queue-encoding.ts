// Packs the queue of a crawl: three varints an entry (domain/bytes). A row of the queue
// consists of pieces. Each piece begins with its version.
import { createByteReader, createByteWriter } from "#domain/bytes.ts";

/**
 * What a URL in the queue is read for. "list": a sitemap or feed, read for the URLs in
 * it. Append only: the position is stored, in one bit. A third kind takes another
 * version.
 */
const queueKinds = ["page", "list"] as const;

export type QueueEntry = {
  /** Number of the URL on its site. */
  id: number;
  /** Links from the start. */
  depth: number;
  kind: (typeof queueKinds)[number];
  /** Redirects, or sitemap indexes, that led here one after the other. */
  hops: number;
  /** Attempts that failed so far. */
  attempts: number;
};

/**
 * The version of the pieces that are written. Pieces without a version, which were
 * written before, hold entries of the same layout.
 */
const version = 1;

/** Hops are below this: no more than twenty redirects are followed. */
const base = 32;

/** Packs entries as a piece. No entries are no bytes. */
export function packQueue(entries: readonly QueueEntry[]): Uint8Array {
  const writer = createByteWriter();
  if (entries.length > 0) writer.version(version);
  for (const entry of entries) {
    writer.varint(entry.id);
    writer.varint(entry.depth);
    writer.varint(packRest(entry));
  }
  return writer.done();
}

/** Packs kind, hops and attempts in one number. */
export const packRest = ({
  kind,
  hops,
  attempts,
}: Pick<QueueEntry, "kind" | "hops" | "attempts">): number =>
  (attempts * base + hops) * 2 + queueKinds.indexOf(kind);

/** Makes an entry of its three numbers. */
export function entryOf(id: number, depth: number, rest: number): QueueEntry {
  const kind = queueKinds[(rest % 2) as 0 | 1];
  const hops = Math.floor(rest / 2) % base;
  return { id, depth, kind, hops, attempts: Math.floor(rest / 2 / base) };
}

/**
 * Gives the entries of all pieces, in their order. Throws a RangeError when the bytes are
 * cut short.
 */
export function unpackQueue(bytes: Uint8Array): QueueEntry[] {
  const reader = createByteReader(bytes);
  const entries: QueueEntry[] = [];
  while (!reader.atEnd()) {
    reader.version(version);
    entries.push(entryOf(reader.varint(), reader.varint(), reader.varint()));
  }
  return entries;
}
