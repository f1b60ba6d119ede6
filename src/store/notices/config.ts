// Reads what users decided about notices: whom to tell of what, and of what not.
import { sql } from "drizzle-orm";
import { noRoutes, type Route } from "#domain/notices/routing/routes.ts";
import type { SilenceRule } from "#domain/notices/routing/silence.ts";
import type { Db } from "#store/db.ts";
import { type Channel, listChannels } from "./channels.ts";
import { silencesAsJson } from "./silences.ts";

/** The document of routes. */
export const routesName = "routes";

export type NoticeConfig = {
  /** By id. */
  channels: ReadonlyMap<number, Channel>;
  routes: Route;
  silences: readonly SilenceRule[];
};

export async function readConfig(db: Db, now: number): Promise<NoticeConfig> {
  const channels = await listChannels(db);
  const [row] = await db.all<{ routes: string | null; silences: string }>(sql`
    SELECT (SELECT value FROM documents WHERE name = ${routesName}) AS routes,
      ${silencesAsJson(now)} AS silences`);
  return {
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    routes: row?.routes ? JSON.parse(row.routes) : noRoutes,
    silences: JSON.parse(row?.silences ?? "[]"),
  };
}

/** Channels that are told anything. */
export const enabledIds = ({ channels }: NoticeConfig): number[] =>
  [...channels.values()].filter(({ enabled }) => enabled).map(({ id }) => id);
