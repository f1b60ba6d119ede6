// Seals, a portion at a time, the secrets that were stored before there was a vault, and
// after a rotation those that another key has sealed. Costs one row once that is done.
import { type SQL, sql } from "drizzle-orm";
import { isObject } from "#domain/json.ts";
import type { RequestSpec } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { resealConfig } from "#store/notices/channel-secrets.ts";
import { listChannels } from "#store/notices/channels.ts";
import { deadManDocument, deadManPlace, readDeadMan } from "#store/notices/dead-man.ts";
import { resealHeaders } from "#store/secrets/request-secrets.ts";
import { isSealedNow, type Vault } from "#store/secrets/vault.ts";

/** Reading the portion, the channels and the dead-man ping, and a batch of four. */
export const statementsToSeal = 7;

/** The document that says how far this has got. */
export const sealingDocument = "sealing";

/** What is known of the secrets in the database. */
export type Sealing = {
  /** The key that they are to be sealed with. */
  keyId: string;
  /** The targets with ids up to here are done; `never` when all are. */
  upTo: number;
  /** How many this look at all targets has sealed: then it looks once more. */
  sealed: number;
  /** How many do not open. */
  unreadable: number;
};

/** `state` is a Sealing, `headers` and `secretHeaders` are JSON. */
type Row = {
  state: string | null;
  id: number | null;
  url: string;
  headers: string | null;
  secretHeaders: string | null;
};

/** Looks at the next `limit` targets at most; gives how many secrets were sealed. */
export async function sealSecrets(
  db: Db,
  vault: Vault,
  now: number,
  limit: number,
): Promise<number> {
  const keyId = await vault.keyId();
  if (keyId === null) return 0;
  const rows = await readPortion(db, keyId, limit);
  const known: Sealing | null = JSON.parse(rows[0]?.state ?? "null");
  if (known?.keyId === keyId && known.upTo === never) return 0;
  const before = known?.keyId === keyId ? known : firstLook(keyId);
  const targets = await sealTargets(vault, rows);
  const isFirst = before.upTo === 0;
  const channels = isFirst ? await sealChannels(db, vault) : nothing;
  const deadMan = isFirst ? await sealDeadMan(db, vault) : nothing;
  const portions = [targets, channels, deadMan];
  const sealed = portions.reduce((sum, { count }) => sum + count, 0);
  const isOver = rows.length < limit;
  const look = {
    keyId,
    upTo: rows.at(-1)?.id ?? never,
    sealed: before.sealed + sealed,
    unreadable: portions.reduce((sum, one) => sum + one.unreadable, before.unreadable),
  };
  // An edit under way may store once more what it has read, sealed as it was.
  const next =
    isOver && look.sealed > 0
      ? firstLook(keyId)
      : { ...look, upTo: isOver ? never : look.upTo };
  await db.batch([...portions.flatMap(({ statements }) => statements), keep(next, now)]);
  return sealed;
}

const firstLook = (keyId: string): Sealing => ({
  keyId,
  upTo: 0,
  sealed: 0,
  unreadable: 0,
});

/** The next targets with the state before them; one row without a target for none. */
const readPortion = (db: Db, keyId: string, limit: number): Promise<Row[]> =>
  db.all<Row>(sql`
    SELECT (SELECT value FROM documents WHERE name = ${sealingDocument}) AS state, t.*
    FROM (SELECT 1) LEFT JOIN (
      SELECT id, url, request -> '$.headers' AS headers,
        request -> '$.secretHeaders' AS secretHeaders
      FROM targets NOT INDEXED WHERE id > coalesce((
        SELECT value ->> 'upTo' FROM documents
        WHERE name = ${sealingDocument} AND value ->> 'keyId' = ${keyId}), 0)
      ORDER BY id LIMIT ${limit}) t`);

type Portion = { statements: SQL[]; count: number; unreadable: number };
const nothing: Portion = { statements: [], count: 0, unreadable: 0 };

async function sealTargets(vault: Vault, rows: readonly Row[]): Promise<Portion> {
  const changes: { id: number | null; from: string; to: RequestSpec["headers"] }[] = [];
  let unreadable = 0;
  for (const { id, url, headers, secretHeaders } of rows) {
    const stored = headersIn(headers);
    if (headers === null || stored === null) continue;
    const request = { headers: stored, secretHeaders: JSON.parse(secretHeaders ?? "[]") };
    const resealed = await resealHeaders(vault, url, request);
    unreadable += resealed.unreadable;
    if (resealed.headers !== null)
      changes.push({ id, from: headers, to: resealed.headers });
  }
  if (changes.length === 0) return { ...nothing, unreadable };
  // What users decided stays the same: no revision grows.
  const update = sql`
    UPDATE targets SET request = json_set(request, '$.headers', json(row.value -> 'to'))
    FROM json_each(${JSON.stringify(changes)}) row
    WHERE targets.id = row.value ->> 'id'
      AND request -> '$.headers' = row.value ->> 'from'`;
  return { statements: [update], count: changes.length, unreadable };
}

function headersIn(json: string | null): RequestSpec["headers"] | null {
  const headers: unknown = JSON.parse(json ?? "null");
  return isObject(headers) ? (headers as RequestSpec["headers"]) : null;
}

async function sealChannels(db: Db, vault: Vault): Promise<Portion> {
  const changes: { id: number; revision: number; config: object }[] = [];
  let unreadable = 0;
  for (const channel of await listChannels(db)) {
    const { id, revision } = channel;
    const resealed = await resealConfig(vault, channel);
    unreadable += resealed.unreadable;
    if (resealed.config !== null) changes.push({ id, revision, config: resealed.config });
  }
  if (changes.length === 0) return { ...nothing, unreadable };
  const update = sql`
    UPDATE channels SET config = row.value ->> 'config'
    FROM json_each(${JSON.stringify(changes)}) row
    WHERE channels.id = row.value ->> 'id' AND channels.revision = row.value ->> 'revision'`;
  return { statements: [update], count: changes.length, unreadable };
}

async function sealDeadMan(db: Db, vault: Vault): Promise<Portion> {
  const { url } = (await readDeadMan(db)) ?? {};
  if (url === undefined || (await isSealedNow(vault, url))) return nothing;
  const { text } = await vault.open(url, deadManPlace);
  if (text === null) return { ...nothing, unreadable: 1 };
  const update = sql`
    UPDATE documents SET value = json_set(value, '$.url', ${await vault.seal(text, deadManPlace)})
    WHERE name = ${deadManDocument} AND value ->> 'url' = ${url}`;
  return { statements: [update], count: 1, unreadable: 0 };
}

const keep = (state: Sealing, now: number): SQL => sql`
  INSERT INTO documents (name, value, updated_at)
  VALUES (${sealingDocument}, ${JSON.stringify(state)}, ${now})
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`;
