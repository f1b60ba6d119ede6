// Packs what was read of a target into the form in which it is kept.
import type { ContentName, NewContent } from "#domain/changes/content.ts";
import type { ReadValue, ReadValues } from "#domain/conditions/read-value.ts";
import type { WholeReading } from "#domain/readings/reading.ts";
import { packBytes, unpackBytes } from "./packed-text.ts";

/** Bytes of a reading's text, and of a body, that are kept. */
export const mostReadingBytes = 1_000_000;
export const mostRawBytes = 1_048_576;

/**
 * Bytes of text and body of one content, packed. As hex they fit into one parameter with
 * the rest of the row (store/packed-bytes). A text of a megabyte packs to less, since
 * UTF-8 does not use all bytes alike.
 */
export const mostStoredBytes = 930_000;

/** The text has whole values; these are for a look at a glance. */
const valueCharacters = 1_000;

/** The body that was read so. */
export type RawBody = { bytes: Uint8Array; contentType: string | null };

/** Leaves the body out where it is too large to be kept beside the text. */
export async function packContent(
  name: ContentName,
  seenAt: number,
  { text, values }: WholeReading,
  body: RawBody | null,
): Promise<NewContent> {
  const bytes = new TextEncoder().encode(text);
  const reading = await packBytes(bytes);
  const kept = body !== null && body.bytes.length <= mostRawBytes ? body : null;
  const packed = kept && (await packBytes(kept.bytes));
  const fits = packed !== null && reading.length + packed.length <= mostStoredBytes;
  const raw = fits ? packed : null;
  return {
    ...name,
    seenAt,
    values: cutValues(values),
    readingBytes: bytes.length,
    rawBytes: fits ? (kept?.bytes.length ?? null) : null,
    contentType: body?.contentType ?? null,
    storedBytes: reading.length + (raw?.length ?? 0),
    object: null,
    reading,
    raw,
  };
}

/** The text of a content that is not in the bucket yet. */
export const unpackText = async ({ reading }: NewContent): Promise<string> =>
  reading === null
    ? ""
    : new TextDecoder("utf-8", { ignoreBOM: true, fatal: false }).decode(
        await unpackBytes(reading, mostReadingBytes),
      );

const cutValues = (values: ReadValues): ReadValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cut(value)]));

const cut = (value: ReadValue): ReadValue =>
  value.type === "text"
    ? { type: "text", text: value.text.slice(0, valueCharacters).toWellFormed() }
    : value;
