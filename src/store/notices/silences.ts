// Stores silences.
import { type SQL, sql } from "drizzle-orm";
import type { Silence, SilenceState } from "#domain/notices/routing/silence.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** How many silences hold at once at most: each of them is looked at by each notice. */
export const mostSilences = 500;

const columns = sql.raw(
  "id, matchers, starts_at AS startsAt, ends_at AS endsAt, incident_id AS incidentId, reason, author, created_at AS createdAt",
);

type Row = Omit<Silence, "matchers"> & { matchers: string };

const toSilence = ({ matchers, ...row }: Row): Silence => ({
  ...row,
  matchers: JSON.parse(matchers),
});

/** Silences that are not over, in one JSON list: a part of other statements. */
export const silencesAsJson = (now: number): SQL => sql`(
  SELECT json_group_array(json_object('matchers', json(matchers), 'startsAt', starts_at,
    'endsAt', ends_at, 'incidentId', incident_id))
  FROM silences INDEXED BY silences_ends WHERE coalesce(ends_at, ${never}) > ${now})`;

/** Null when there are as many silences as there may be. */
export async function createSilence(
  db: Db,
  silence: Omit<Silence, "id">,
): Promise<Silence | null> {
  const { matchers, startsAt, endsAt, incidentId, reason, author, createdAt } = silence;
  const [row] = await db.all<Row>(sql`
    INSERT INTO silences (matchers, starts_at, ends_at, incident_id, reason, author, created_at)
    SELECT ${JSON.stringify(matchers)}, ${startsAt}, ${endsAt}, ${incidentId}, ${reason},
      ${author}, ${createdAt}
    WHERE (SELECT count(*) FROM silences INDEXED BY silences_ends
      WHERE coalesce(ends_at, ${never}) > ${createdAt}) < ${mostSilences}
    RETURNING ${columns}`);
  return row ? toSilence(row) : null;
}

/** The newest first, from below an id on; `state` is null for all. */
export async function listSilences(
  db: Db,
  { before, limit }: { before: number; limit: number },
  { state, now }: { state: SilenceState | null; now: number },
): Promise<Silence[]> {
  const isWanted = state === null ? sql`true` : isIn[state](now);
  const rows = await db.all<Row>(sql`
    SELECT ${columns} FROM silences NOT INDEXED WHERE id < ${before} AND ${isWanted}
    ORDER BY id DESC LIMIT ${limit}`);
  return rows.map(toSilence);
}

/** The same states as `silenceState` tells of one. */
const isIn: Readonly<Record<SilenceState, (now: number) => SQL>> = {
  active: (now) => sql`starts_at <= ${now} AND coalesce(ends_at, ${never}) > ${now}`,
  upcoming: (now) => sql`starts_at > ${now} AND coalesce(ends_at, ${never}) > ${now}`,
  past: (now) => sql`coalesce(ends_at, ${never}) <= ${now}`,
};

/** Silences of one incident that hold, a few of them. */
export const readSilencesOf = (
  db: Db,
  incidentId: string,
  now: number,
): Promise<Pick<Silence, "endsAt" | "reason" | "author">[]> =>
  db.all(sql`
    SELECT ends_at AS endsAt, reason, author FROM silences INDEXED BY silences_ends
    WHERE coalesce(ends_at, ${never}) > ${now} AND incident_id = ${incidentId}
      AND starts_at <= ${now}
    ORDER BY id DESC LIMIT 5`);

/** How many silences hold now. */
export async function countSilences(db: Db, now: number): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM silences INDEXED BY silences_ends
    WHERE coalesce(ends_at, ${never}) > ${now} AND starts_at <= ${now}`);
  return row?.count ?? 0;
}

export async function findSilence(db: Db, id: number): Promise<Silence | null> {
  const [row] = await db.all<Row>(sql`SELECT ${columns} FROM silences WHERE id = ${id}`);
  return row ? toSilence(row) : null;
}

/** Ends a silence; what it silenced is looked at again at once. */
export async function endSilence(db: Db, id: number, now: number): Promise<void> {
  await db.batch([
    sql`UPDATE silences SET ends_at = ${now} WHERE id = ${id} AND coalesce(ends_at, ${never}) > ${now}`,
    sql`UPDATE notice_groups SET next_at = ${now} WHERE next_at > ${now}`,
    sql`
      INSERT INTO jobs (name, wake_at) VALUES ('deliver', ${now})
      ON CONFLICT (name) DO UPDATE SET wake_at = min(coalesce(wake_at, ${never}), ${now})`,
  ]);
}
