// The queue of a crawl in few bytes: three varints an entry (domain/bytes).
import { createByteReader, createByteWriter } from "#domain/bytes.ts";

export type QueueEntry = {
  /** Number of the URL on its site. */
  id: number;
  /** Links from the start. */
  depth: number;
  /** "list": a sitemap or feed, read for the URLs in it. */
  kind: "page" | "list";
  /** Redirects, or sitemap indexes, that led here one after the other. */
  hops: number;
  /** Attempts that failed so far. */
  attempts: number;
};

/** Hops are below this: no more than twenty redirects are followed. */
const base = 32;

export function packQueue(entries: readonly QueueEntry[]): Uint8Array {
  const writer = createByteWriter();
  for (const { id, depth, kind, hops, attempts } of entries) {
    writer.varint(id);
    writer.varint(depth);
    writer.varint((attempts * base + hops) * 2 + (kind === "list" ? 1 : 0));
  }
  return writer.done();
}

export function unpackQueue(bytes: Uint8Array): QueueEntry[] {
  const reader = createByteReader(bytes);
  const entries: QueueEntry[] = [];
  while (!reader.atEnd()) {
    const id = reader.varint();
    const depth = reader.varint();
    const rest = reader.varint();
    const hops = Math.floor(rest / 2) % base;
    const attempts = Math.floor(rest / 2 / base);
    entries.push({ id, depth, kind: rest % 2 === 1 ? "list" : "page", hops, attempts });
  }
  return entries;
}
