// Keeps contents, each once by its target and its hash, and reads them back.
import { type SQL, sql } from "drizzle-orm";
import type {
  Content,
  ContentFacts,
  ContentName,
  NewContent,
} from "#domain/changes/content.ts";
import type { ReadValues } from "#domain/conditions/read-value.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { digitParameters } from "#store/packed-bytes.ts";
import { type ContentBucket, getFromBucket } from "./content-bucket.ts";
import { mostRawBytes, mostReadingBytes } from "./pack-content.ts";
import { unpackBytes } from "./packed-text.ts";

/** Where contents are: `deps` has both. */
export type ContentSource = { db: Db; bucket: ContentBucket | null };

const rowOf = ({ reading, raw, ...facts }: NewContent) => ({
  ...facts,
  reading: reading?.toHex() ?? null,
  raw: raw?.toHex() ?? null,
});

/** The first contents that are recorded with one statement; at least one. */
export function fitContents(contents: readonly NewContent[]): NewContent[] {
  const [first] = digitParameters(contents.map(rowOf));
  return contents.slice(0, first === undefined ? 0 : JSON.parse(first).length);
}

/**
 * The statements that record contents where `condition` holds, one for as many as
 * `fitContents` gives. A content that is kept already stays as it is; one that comes back
 * after long counts as new, so that it is not pruned before its change is recorded. A
 * target that was deleted meanwhile gets none.
 */
export const keepContents = (contents: readonly NewContent[], condition: SQL): SQL[] =>
  digitParameters(contents.map(rowOf)).map(
    (json) => sql`
      INSERT INTO contents (target_id, hash, seen_at, reading_bytes, raw_bytes,
        stored_bytes, content_type, object, read_values, reading, raw)
      SELECT t.id, c.value ->> 'hash', c.value ->> 'seenAt', c.value ->> 'readingBytes',
        c.value ->> 'rawBytes', c.value ->> 'storedBytes', c.value ->> 'contentType',
        c.value ->> 'object', c.value -> 'values', unhex(c.value ->> 'reading'),
        unhex(c.value ->> 'raw')
      FROM json_each(${json}) c CROSS JOIN targets t ON t.id = c.value ->> 'targetId'
      WHERE ${condition}
      ON CONFLICT (target_id, hash) DO UPDATE SET seen_at = excluded.seen_at
        WHERE contents.seen_at < excluded.seen_at - ${hourMs}`,
  );

const columns = sql`c.target_id AS targetId, c.hash, c.seen_at AS seenAt,
  c.read_values AS "values", c.reading_bytes AS readingBytes, c.raw_bytes AS rawBytes,
  c.content_type AS contentType, c.stored_bytes AS storedBytes`;

type FactsRow = Omit<ContentFacts, "values"> & { values: string };

const toFacts = ({ values, ...row }: FactsRow): ContentFacts => ({
  ...row,
  values: JSON.parse(values),
});

/** Names a content among those of several targets. */
export const contentKey = ({ targetId, hash }: ContentName): string =>
  `${targetId}/${hash}`;

/** The texts that were asked for: those that are there, and fit. */
export type Texts = {
  /** By `contentKey`. */
  texts: ReadonlyMap<string, string>;
  /** The values of the same contents. */
  values: ReadonlyMap<string, ReadValues>;
  /** Those that are kept and were left out, since all together are too long. */
  left: readonly ContentName[];
};

type TextRow = ContentName & {
  object: string | null;
  reading: string | null;
  values: string;
  isLeft: number;
};

/**
 * Reads texts of contents with one statement: in the order of `wanted` up to the one with
 * which they have `mostBytes`, and the first in any case.
 */
export async function readContents(
  { db, bucket }: ContentSource,
  wanted: readonly ContentName[],
  mostBytes: number,
): Promise<Texts> {
  const names = [...new Map(wanted.map((name) => [contentKey(name), name])).values()];
  const rows = await db.all<TextRow>(sql`
    SELECT c.target_id AS targetId, c.hash, c.object, isLeft,
      c.read_values AS "values",
      CASE WHEN NOT isLeft THEN hex(c.reading) END AS reading FROM (
      SELECT k.target_id, k.hash, wanted.key,
        sum(k.reading_bytes) OVER (ORDER BY wanted.key) > ${mostBytes}
          AND row_number() OVER (ORDER BY wanted.key) > 1 AS isLeft
      FROM json_each(${JSON.stringify(names)}) wanted
      CROSS JOIN contents k ON k.target_id = wanted.value ->> 'targetId'
        AND k.hash = wanted.value ->> 'hash') fits
    CROSS JOIN contents c ON c.target_id = fits.target_id AND c.hash = fits.hash`);
  const texts = new Map<string, string>();
  const values = new Map<string, ReadValues>();
  for (const row of rows.filter(({ isLeft }) => isLeft === 0)) {
    const text = await textIn(bucket, row);
    if (text === null) continue;
    texts.set(contentKey(row), text);
    values.set(contentKey(row), JSON.parse(row.values));
  }
  const left = rows.filter(({ isLeft }) => isLeft === 1);
  return { texts, values, left: left.map(({ targetId, hash }) => ({ targetId, hash })) };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: false });

/** Null when the bucket has lost it, and where it cannot be decoded. */
async function textIn(
  bucket: ContentBucket | null,
  { object, reading }: Pick<TextRow, "object" | "reading">,
): Promise<string | null> {
  const packed =
    object === null
      ? Uint8Array.fromHex(reading ?? "")
      : (await getFromBucket(bucket, object))?.reading;
  if (packed === undefined) return null;
  const bytes = await unpackBytes(packed, mostReadingBytes).catch(() => null);
  return bytes && decoder.decode(bytes);
}

/** One content with its text; null when it is not kept. */
export async function readContent(
  { db, bucket }: ContentSource,
  { targetId, hash }: ContentName,
): Promise<Content | null> {
  const [row] = await db.all<FactsRow & Pick<TextRow, "object" | "reading">>(sql`
    SELECT ${columns}, c.object, hex(c.reading) AS reading FROM contents c
    WHERE c.target_id = ${targetId} AND c.hash = ${hash}`);
  if (row === undefined) return null;
  const { object, reading, ...facts } = row;
  const text = await textIn(bucket, { object, reading });
  return text === null ? null : { ...toFacts(facts), text };
}

/** The body of one content; null when it is not kept. */
export async function readBody(
  { db, bucket }: ContentSource,
  { targetId, hash }: ContentName,
): Promise<{ bytes: Uint8Array; contentType: string | null } | null> {
  const [row] = await db.all<{
    contentType: string | null;
    object: string | null;
    raw: string;
  }>(sql`
    SELECT c.content_type AS contentType, c.object, hex(c.raw) AS raw FROM contents c
    WHERE c.target_id = ${targetId} AND c.hash = ${hash} AND c.raw_bytes IS NOT NULL`);
  if (row === undefined) return null;
  const packed =
    row.object === null
      ? Uint8Array.fromHex(row.raw)
      : (await getFromBucket(bucket, row.object))?.raw;
  return packed === undefined
    ? null
    : { bytes: await unpackBytes(packed, mostRawBytes), contentType: row.contentType };
}

/** Where a page of contents ends. */
export type ContentPlace = { seenAt: number; hash: string };

/** Contents of a target, the newest first: at most `limit` after a place. */
export async function listContents(
  db: Db,
  targetId: number,
  { after, limit }: { after: ContentPlace | null; limit: number },
): Promise<ContentFacts[]> {
  const isAfter = after
    ? sql`(c.seen_at, c.hash) < (${after.seenAt}, ${after.hash})`
    : sql`true`;
  const rows = await db.all<FactsRow>(sql`
    SELECT ${columns} FROM contents c WHERE c.target_id = ${targetId} AND ${isAfter}
    ORDER BY c.seen_at DESC, c.hash DESC LIMIT ${limit}`);
  return rows.map(toFacts);
}
