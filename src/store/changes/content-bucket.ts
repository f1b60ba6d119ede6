// Keeps texts and bodies of contents in a bucket, where one is bound. An object is written
// before its row, under a name of its own: whoever deletes a row deletes no object of
// another one.
import type { NewContent } from "#domain/changes/content.ts";

/** What is used of R2 (developers.cloudflare.com/r2/api/workers/workers-api-reference). */
export type ContentBucket = Pick<R2Bucket, "put" | "get" | "delete" | "list">;

/** Names of all objects of contents begin so. */
export const objectsPrefix = "contents/";

/** Objects that are written at once: Workers have six connections at a time. */
const putsAtOnce = 6;

/**
 * Puts texts and bodies into the bucket. Gives the contents as they are to be recorded:
 * one that the bucket does not take stays in its row, as all do without a bucket.
 */
export async function putInBucket(
  bucket: ContentBucket | null,
  contents: readonly NewContent[],
  newToken: () => string,
  onFailure: (error: unknown) => void,
): Promise<NewContent[]> {
  if (bucket === null) return [...contents];
  const kept: NewContent[] = [];
  for (let i = 0; i < contents.length; i += putsAtOnce)
    kept.push(
      ...(await Promise.all(
        contents.slice(i, i + putsAtOnce).map(async (content) => {
          try {
            return await putOne(bucket, content, newToken());
          } catch (error) {
            onFailure(error);
            return content;
          }
        }),
      )),
    );
  return kept;
}

async function putOne(
  bucket: ContentBucket,
  content: NewContent,
  token: string,
): Promise<NewContent> {
  const { targetId, hash, reading, raw } = content;
  if (reading === null) return content;
  const object = `${objectsPrefix}${targetId}/${hash}/${token}`;
  await bucket.put(object, joinParts(reading, raw));
  return { ...content, object, reading: null, raw: null };
}

/** The object's first bytes: its version, and the length of the reading. */
const headBytes = 5;
const version = 1;

/** The object: its head, the packed reading, the packed body. */
function joinParts(reading: Uint8Array, raw: Uint8Array | null): Uint8Array {
  const bytes = new Uint8Array(headBytes + reading.length + (raw?.length ?? 0));
  bytes[0] = version;
  new DataView(bytes.buffer).setUint32(1, reading.length);
  bytes.set(reading, headBytes);
  if (raw !== null) bytes.set(raw, headBytes + reading.length);
  return bytes;
}

/** The parts of an object, packed; null when it is not there or is none of ours. */
export async function getFromBucket(
  bucket: ContentBucket | null,
  object: string,
): Promise<{ reading: Uint8Array; raw: Uint8Array } | null> {
  const found = await bucket?.get(object);
  if (!found) return null;
  const bytes = new Uint8Array(await found.arrayBuffer());
  if (bytes[0] !== version || bytes.length < headBytes) return null;
  const end = headBytes + new DataView(bytes.buffer).getUint32(1);
  return { reading: bytes.subarray(headBytes, end), raw: bytes.subarray(end) };
}
