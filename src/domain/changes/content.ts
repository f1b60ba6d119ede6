// Describes a content: what was read of a target, kept once however often it is seen.
// Plain data.
import type { ReadValues } from "#domain/conditions/read-value.ts";

/** Names a content. */
export type ContentName = { targetId: number; hash: string };

/** What is known of a content besides its text and its body. */
export type ContentFacts = ContentName & {
  /** When it was seen first, or seen again after long. Epoch ms. */
  seenAt: number;
  /** Texts among them are cut. */
  values: ReadValues;
  /** Bytes of the reading's text in UTF-8. */
  readingBytes: number;
  /** Bytes of the body; null where the body is not kept. */
  rawBytes: number | null;
  contentType: string | null;
  /** Bytes that keeping it takes: text and body are packed. */
  storedBytes: number;
};

/** A content with its reading's text. */
export type Content = ContentFacts & { text: string };

/** A content as it is to be kept. */
export type NewContent = ContentFacts & {
  /** Its object in the bucket, which has text and body; null: its row has them. */
  object: string | null;
  /** Packed (store/changes/packed-text); null where the bucket has them. */
  reading: Uint8Array | null;
  raw: Uint8Array | null;
};
