// Records changes of contents and finds them again.
import { type SQL, sql } from "drizzle-orm";
import type { Change, ChangeKind } from "#domain/changes/change.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";

/** A change, and whether it is told already, or is none that is told. */
export type NewChange = Change & { told: boolean };

/**
 * The statements that record changes where `condition` holds. A change that is there
 * already stays as it is. A target that was deleted meanwhile gets none.
 */
export const recordChanges = (changes: readonly NewChange[], condition: SQL): SQL[] =>
  jsonParameters(changes).map(
    (json) => sql`
      INSERT INTO changes (target_id, at, kind, confirmed_at, from_hash, to_hash, facts, told)
      SELECT t.id, c.value ->> 'at', c.value ->> 'kind', c.value ->> 'confirmedAt',
        c.value ->> 'from', c.value ->> 'to', c.value -> 'facts', c.value ->> 'told'
      FROM json_each(${json}) c CROSS JOIN targets t ON t.id = c.value ->> 'targetId'
      WHERE ${condition}
      ON CONFLICT (target_id, at) DO NOTHING`,
  );

const columns = sql`c.target_id AS targetId, c.at, c.kind, c.confirmed_at AS confirmedAt,
  c.from_hash AS "from", c.to_hash AS "to", c.facts`;

type Row = Omit<Change, "facts"> & { facts: string };

const toChange = ({ facts, ...row }: Row): Change => ({
  ...row,
  facts: JSON.parse(facts),
});

export type ChangeFilter = {
  targetId?: number | undefined;
  /** Its target has all of these. */
  tags?: readonly string[] | undefined;
  /** Any of these. */
  kinds?: readonly ChangeKind[] | undefined;
  /** When the run began that saw it: from here on, and before. Epoch ms. */
  from?: number | undefined;
  to?: number | undefined;
};

/** Where a page of changes ends. */
export type ChangePlace = { at: number; targetId: number };

export type ChangePage = {
  changes: Change[];
  /** From where on there may be more; null at the end. */
  next: ChangePlace | null;
};

/** So many changes are looked at for one page, however few meet its filter. */
export const mostLookedAt = 5_000;

/** The newest first. A page may have fewer than `limit` and still have a next one. */
export async function listChanges(
  db: Db,
  filter: ChangeFilter,
  { after, limit }: { after: ChangePlace | null; limit: number },
): Promise<ChangePage> {
  const look = lookAt(filter, after);
  const rows = await db.all<Row>(sql`
    SELECT ${columns} FROM (${look} LIMIT ${mostLookedAt}) look
    CROSS JOIN changes c ON c.target_id = look.target_id AND c.at = look.at
    CROSS JOIN targets t ON t.id = c.target_id
    WHERE ${conditionsOf(filter)} LIMIT ${limit + 1}`);
  const changes = rows.slice(0, limit).map(toChange);
  if (rows.length <= limit) return { changes, next: await endOf(db, look) };
  const { at, targetId } = changes.at(-1) ?? { at: never, targetId: 0 };
  return { changes, next: { at, targetId } };
}

/** The place of the last change that was looked at; null when there were no more. */
async function endOf(db: Db, look: SQL): Promise<ChangePlace | null> {
  const [last] = await db.all<ChangePlace>(sql`
    SELECT at, target_id AS targetId FROM (${look} LIMIT 1 OFFSET ${mostLookedAt - 1})`);
  return last ?? null;
}

/** The keys of changes in order, from a place on. */
function lookAt({ targetId, from, to }: ChangeFilter, after: ChangePlace | null): SQL {
  const before = Math.min(to ?? never, after === null ? never : after.at + 1);
  const place = after ?? { at: never, targetId: 0 };
  const span = sql`at >= ${from ?? -never} AND at < ${before}
    AND (at, target_id) < (${place.at}, ${place.targetId})`;
  return targetId === undefined
    ? sql`SELECT at, target_id FROM changes INDEXED BY changes_at
        WHERE ${span} ORDER BY at DESC, target_id DESC`
    : sql`SELECT at, target_id FROM changes NOT INDEXED
        WHERE target_id = ${targetId} AND ${span} ORDER BY at DESC`;
}

function conditionsOf({ tags = [], kinds }: ChangeFilter): SQL {
  const conditions = tags.map(
    (tag) => sql`EXISTS (SELECT 1 FROM json_each(t.tags) WHERE value = ${tag})`,
  );
  if (kinds !== undefined)
    conditions.push(
      sql`c.kind IN (SELECT value FROM json_each(${JSON.stringify(kinds)}))`,
    );
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** The change of a target whose content was first seen at that instant. */
export async function readChange(
  db: Db,
  { targetId, at }: ChangePlace,
): Promise<Change | null> {
  const [row] = await db.all<Row>(sql`
    SELECT ${columns} FROM changes c WHERE c.target_id = ${targetId} AND c.at = ${at}`);
  return row ? toChange(row) : null;
}

/** Changes of a target around an instant. */
export type ChangesAround = {
  /** The last one up to the instant: what was there is its `to`. */
  upTo: Change | null;
  /** The first one after it. */
  after: Change | null;
};

export async function readChangesAround(
  db: Db,
  targetId: number,
  instant: number,
): Promise<ChangesAround> {
  const [upTo, after] = await db.batch<[Row, Row]>([
    sql`
      SELECT ${columns} FROM changes c
      WHERE c.target_id = ${targetId} AND c.at <= ${instant} ORDER BY c.at DESC LIMIT 1`,
    sql`
      SELECT ${columns} FROM changes c
      WHERE c.target_id = ${targetId} AND c.at > ${instant} ORDER BY c.at LIMIT 1`,
  ]);
  const first = ([row]: Row[]) => (row ? toChange(row) : null);
  return { upTo: first(upTo), after: first(after) };
}

/** The last change of a target. */
export const latestChange = async (db: Db, targetId: number): Promise<Change | null> =>
  (await readChangesAround(db, targetId, never)).upTo;
