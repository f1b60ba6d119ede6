// Deletes objects of contents from the bucket: those whose rows have gone, and those that
// never got one, since whoever had put them died.
import { sql } from "drizzle-orm";
import { dayMs } from "#domain/time/instants.ts";
import { type ContentBucket, objectsPrefix } from "#store/changes/content-bucket.ts";
import type { Db } from "#store/db.ts";

/** The bucket deletes and lists so many at once. */
const objectsAtOnce = 1_000;

/** An object that is younger may be about to get its row. */
const youngMs = dayMs;

export async function dropObjects(
  bucket: ContentBucket | null,
  objects: readonly string[],
): Promise<void> {
  for (let i = 0; i < objects.length; i += objectsAtOnce)
    await bucket?.delete(objects.slice(i, i + objectsAtOnce));
}

/** Statements that looking for lost objects takes. */
export const statementsToFindLost = 1;

/**
 * Looks at the next objects after one, and deletes those that no row names. Gives the last
 * one of them; "" at the end.
 */
export async function dropLostObjects(
  db: Db,
  bucket: ContentBucket,
  after: string,
  now: number,
): Promise<string> {
  const { objects } = await bucket.list({
    prefix: objectsPrefix,
    limit: objectsAtOnce,
    ...(after !== "" && { startAfter: after }),
  });
  const old = objects.filter(({ uploaded }) => uploaded.getTime() < now - youngMs);
  if (old.length > 0) {
    const named = await namedBy(
      db,
      old.map(({ key }) => key),
    );
    const lost = old.filter(({ key }) => !named.has(key));
    await dropObjects(
      bucket,
      lost.map(({ key }) => key),
    );
  }
  return objects.length < objectsAtOnce ? "" : (objects.at(-1)?.key ?? "");
}

/** Those of the objects that rows name. */
async function namedBy(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = keys.map((key) => {
    const [, targetId, hash] = key.split("/");
    return { key, targetId: Number(targetId), hash };
  });
  const rows = await db.all<{ object: string }>(sql`
    SELECT c.object FROM json_each(${JSON.stringify(wanted)}) wanted
    CROSS JOIN contents c ON c.target_id = wanted.value ->> 'targetId'
      AND c.hash = wanted.value ->> 'hash' AND c.object = wanted.value ->> 'key'`);
  return new Set(rows.map(({ object }) => object));
}
