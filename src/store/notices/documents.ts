// Stores documents of which there is one each.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** Revision 0 stands for a document that was never written. */
export type KeptDocument<Value> = { value: Value | null; revision: number };

export async function readDocument<Value>(
  db: Db,
  name: string,
): Promise<KeptDocument<Value>> {
  const [row] = await db.all<{ value: string; revision: number }>(
    sql`SELECT value, revision FROM documents WHERE name = ${name}`,
  );
  return row
    ? { value: JSON.parse(row.value), revision: row.revision }
    : { value: null, revision: 0 };
}

/** Replaces a document whose revision is still the same; false when it is not. */
export async function writeDocument<Value>(
  db: Db,
  name: string,
  kept: { value: Value; revision: number },
  now: number,
): Promise<boolean> {
  const rows = await db.all(writeStatement(name, kept, now));
  return rows.length === 1;
}

/** The statement that does so, and gives one row where it did. */
export const writeStatement = <Value>(
  name: string,
  { value, revision }: { value: Value; revision: number },
  now: number,
): SQL => sql`
  INSERT INTO documents (name, value, revision, updated_at)
  SELECT ${name}, ${JSON.stringify(value)}, ${revision + 1}, ${now}
  WHERE ${revision} = coalesce((SELECT revision FROM documents WHERE name = ${name}), 0)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, revision = excluded.revision,
    updated_at = excluded.updated_at
  RETURNING revision`;
