// Keeps how far pruning has walked through contents, and what it has counted on the way.
import { sql } from "drizzle-orm";
import type { ContentSizes, KeptContents } from "#domain/storage/content-sizes.ts";
import type { Db } from "#store/db.ts";

export type Walk = {
  /** The last target that was looked at; 0 at the beginning. */
  place: number;
  /** What was counted since the beginning. */
  counted: ContentSizes;
  /** What the last walk has counted from beginning to end; null before. */
  known: KeptContents | null;
  /** The last object of the bucket that was looked at. */
  object: string;
};

export const nothingCounted: ContentSizes = { contents: 0, bytes: 0, bucketBytes: 0 };

/** The document that keeps it. */
const walkDocument = "contents-walk";

/** Parts of statements: the walk as JSON, its place, and what it knows. */
export const walkAsJson = sql`(SELECT value FROM documents WHERE name = ${walkDocument})`;
export const walkPlace = sql`coalesce((
  SELECT value ->> 'place' FROM documents WHERE name = ${walkDocument}), 0)`;
export const knownContents = sql`(
  SELECT value -> '$.known' FROM documents WHERE name = ${walkDocument})`;

/** Reads what `walkAsJson` gave. */
export const toWalk = (json: string | null): Walk =>
  json === null
    ? { place: 0, counted: nothingCounted, known: null, object: "" }
    : JSON.parse(json);

export async function keepWalk(db: Db, walk: Walk, now: number): Promise<void> {
  await db.all(sql`
    INSERT INTO documents (name, value, updated_at)
    VALUES (${walkDocument}, ${JSON.stringify(walk)}, ${now})
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
}
