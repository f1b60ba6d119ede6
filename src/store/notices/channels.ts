// Stores channels: where notices go. Their secret settings are sealed before they come
// here.
import { type SQL, sql } from "drizzle-orm";
import type { ChannelConfig } from "#domain/notices/channels/channel-kind.ts";
import type { Message } from "#domain/notices/message.ts";
import type { Template } from "#domain/notices/templates/template-fields.ts";
import { breaks } from "#store/constraint.ts";
import type { Db } from "#store/db.ts";

/** What a channel answered last, to a notice or to a test. */
export type LastAnswer = {
  /** Epoch ms. */
  at: number;
  isTest: boolean;
  outcome: "sent" | "retry" | "refused";
  /** Null where no answer came. */
  status: number | null;
  /** Why it was not sent, for a person; null when it was. */
  why: string | null;
};

export type Channel = {
  id: number;
  kind: string;
  name: string;
  enabled: boolean;
  language: Message["language"];
  /** Its own forms of the title and the text; null for the usual ones. */
  template: Template | null;
  /** Secret settings are sealed (store/notices/channel-secrets). */
  config: ChannelConfig;
  lastAnswer: LastAnswer | null;
  revision: number;
  createdAt: number;
  updatedAt: number;
};

/** What a user decides about a channel. */
export type ChannelFields = Pick<
  Channel,
  "kind" | "name" | "enabled" | "language" | "template" | "config"
>;

/** How many channels there are at most: each notice is routed by all of them. */
export const mostChannels = 100;

type Row = Omit<Channel, "enabled" | "template" | "config" | "lastAnswer"> & {
  enabled: number;
  template: string | null;
  config: string;
  lastAnswer: string | null;
};

const columns = sql.raw(
  "id, kind, name, enabled, language, template, config, last_answer AS lastAnswer, revision, created_at AS createdAt, updated_at AS updatedAt",
);

const toChannel = (row: Row): Channel => ({
  ...row,
  enabled: row.enabled === 1,
  // Of a column that is empty this makes null.
  template: JSON.parse(row.template ?? "null"),
  config: JSON.parse(row.config),
  lastAnswer: JSON.parse(row.lastAnswer ?? "null"),
});

const asJson = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value);

export async function listChannels(db: Db): Promise<Channel[]> {
  const rows = await db.all<Row>(sql`SELECT ${columns} FROM channels ORDER BY id`);
  return rows.map(toChannel);
}

export async function findChannel(db: Db, id: number): Promise<Channel | null> {
  const [row] = await db.all<Row>(sql`SELECT ${columns} FROM channels WHERE id = ${id}`);
  return row ? toChannel(row) : null;
}

/** The id that the next channel gets: its secrets are sealed for it. */
export async function nextChannelId(db: Db): Promise<number> {
  const [row] = await db.all<{ id: number }>(sql`
    SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'channels'), 0) + 1 AS id`);
  return row?.id ?? 1;
}

/** raced: another request took the id. full: there are as many channels as there may be. */
type Created = "created" | "name-taken" | "raced" | "full";

export async function createChannel(
  db: Db,
  id: number,
  { kind, name, enabled, language, template, config }: ChannelFields,
  now: number,
): Promise<Created> {
  const values = [
    ...[id, kind, name, enabled ? 1 : 0, language],
    ...[asJson(template), JSON.stringify(config)],
  ];
  try {
    const rows = await db.all(sql`
      INSERT INTO channels
        (id, kind, name, enabled, language, template, config, created_at, updated_at)
      SELECT ${sql.join(
        values.map((value) => sql`${value}`),
        sql`, `,
      )}, ${now}, ${now}
      WHERE (SELECT count(*) FROM channels) < ${mostChannels} RETURNING id`);
    return rows.length === 1 ? "created" : "full";
  } catch (error) {
    if (breaks(error, "UNIQUE", "channels.id")) return "raced";
    if (breaks(error, "UNIQUE", "channels.name")) return "name-taken";
    throw error;
  }
}

/** Gives a channel other fields, if its revision is still the same. */
export async function changeChannel(
  db: Db,
  { id, revision }: Pick<Channel, "id" | "revision">,
  { kind, name, enabled, language, template, config }: ChannelFields,
  now: number,
): Promise<"changed" | "stale" | "name-taken"> {
  try {
    const rows = await db.all(sql`
      UPDATE channels SET kind = ${kind}, name = ${name}, enabled = ${enabled ? 1 : 0},
        language = ${language}, template = ${asJson(template)},
        config = ${JSON.stringify(config)},
        revision = revision + 1, updated_at = ${now}
      WHERE id = ${id} AND revision = ${revision} RETURNING id`);
    return rows.length === 1 ? "changed" : "stale";
  } catch (error) {
    if (breaks(error, "UNIQUE", "channels.name")) return "name-taken";
    throw error;
  }
}

/** Deletes a channel if its revision is still the same, with what it was to be told. */
export async function deleteChannel(
  db: Db,
  { id, revision }: Pick<Channel, "id" | "revision">,
): Promise<"deleted" | "stale"> {
  const [, rows] = await db.batch<[never, { id: number }]>([
    sql`
      DELETE FROM notice_groups WHERE channel_id = ${id}
        AND EXISTS (SELECT 1 FROM channels WHERE id = ${id} AND revision = ${revision})`,
    sql`DELETE FROM channels WHERE id = ${id} AND revision = ${revision} RETURNING id`,
  ]);
  return rows.length === 1 ? "deleted" : "stale";
}

/** The statement that keeps what a channel answered last. */
export const keepAnswer = (id: number, answer: LastAnswer): SQL => sql`
  UPDATE channels SET last_answer = ${JSON.stringify(answer)} WHERE id = ${id}`;

/** Settings that an answer said to use from now on, sealed. */
export type SaidConfig = {
  config: ChannelConfig;
  /** Of the channel that was answered for. */
  revision: number;
};

/** The statement that keeps them, unless somebody has changed the channel meanwhile. */
export const keepConfig = (id: number, { config, revision }: SaidConfig): SQL => sql`
  UPDATE channels SET config = ${JSON.stringify(config)}, revision = revision + 1
  WHERE id = ${id} AND revision = ${revision}`;
