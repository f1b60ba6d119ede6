// Keeps where healthy ticks are told to, and what was answered last. Its job sleeps while
// there is none: a tick that tells nobody sends no statement for it.
import { sql } from "drizzle-orm";
import type { FailureClass } from "#domain/runs/failure.ts";
import type { Db } from "#store/db.ts";
import type { Opened, Vault } from "#store/secrets/vault.ts";
import { type KeptDocument, readDocument, writeStatement } from "./documents.ts";

export const vouchJob = "vouch";

export const deadManDocument = "dead-man";

/** Where its address is sealed for. */
export const deadManPlace = "dead-man url";

/** A ping and its answer. */
export type Ping = {
  /** Epoch ms. */
  at: number;
  /** Null where no answer came. */
  status: number | null;
  /** Why none came, by its class; null with an answer. */
  failure: FailureClass | null;
};

export type DeadMan = {
  /** Sealed. */
  url: string;
  everyMs: number;
  lastPing: Ping | null;
};

export const openDeadMan = (vault: Vault, { url }: DeadMan): Promise<Opened> =>
  vault.open(url, deadManPlace);

/** Null for none. What is taken back stays as a document: its revision goes on. */
export const readKeptDeadMan = (db: Db): Promise<KeptDocument<DeadMan>> =>
  readDocument<DeadMan>(db, deadManDocument);

export const readDeadMan = async (db: Db): Promise<DeadMan | null> =>
  (await readKeptDeadMan(db)).value;

/**
 * Pings from now on, or nobody any more: its job is woken as the document says. False
 * when somebody else was faster.
 */
export async function writeDeadMan(
  db: Db,
  kept: KeptDocument<DeadMan>,
  now: number,
): Promise<boolean> {
  const [written] = await db.batch<[{ revision: number }, never]>([
    writeStatement(deadManDocument, kept, now),
    sql`
      INSERT INTO jobs (name, wake_at)
      SELECT ${vouchJob}, CASE WHEN value <> 'null' THEN ${now} END FROM documents
      WHERE name = ${deadManDocument} AND revision = ${kept.revision + 1}
        AND updated_at = ${now}
      ON CONFLICT (name) DO UPDATE SET wake_at = excluded.wake_at`,
  ]);
  return written.length === 1;
}

/**
 * Takes the ping that is due at `at`, the start of a tick's minute; null when another
 * tick has taken it, or nobody is to be pinged.
 */
export async function takePing(db: Db, at: number): Promise<DeadMan | null> {
  const everyMs = sql`(
    SELECT value ->> 'everyMs' FROM documents WHERE name = ${deadManDocument})`;
  const [taken, documents] = await db.batch<[{ name: string }, { value: string }]>([
    sql`
      UPDATE jobs SET wake_at = ${at} + ${everyMs}
      WHERE name = ${vouchJob} AND wake_at < ${at} + 60000 RETURNING name`,
    sql`SELECT value FROM documents WHERE name = ${deadManDocument}`,
  ]);
  const [document] = documents;
  return taken.length === 0 || !document ? null : JSON.parse(document.value);
}

/** Keeps the answer to a ping of that address. */
export async function keepPing(db: Db, { url }: DeadMan, ping: Ping): Promise<void> {
  await db.all(sql`
    UPDATE documents SET value = json_set(value, '$.lastPing', json(${JSON.stringify(ping)}))
    WHERE name = ${deadManDocument} AND value ->> 'url' = ${url}`);
}
