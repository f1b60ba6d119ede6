// Keeps links that log a browser in once. Only a hash of each link's code is stored: who
// reads the database cannot log in with it.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** `expiresAt` is in epoch ms. */
export type LoginLink = { hash: string; role: "admin" | "reader"; expiresAt: number };

/** Stores a link, and drops those that are too old. */
export async function addLoginLink(db: Db, link: LoginLink, now: number): Promise<void> {
  await db.batch([
    sql`DELETE FROM login_links WHERE expires_at <= ${now}`,
    sql`
      INSERT INTO login_links (hash, role, expires_at)
      VALUES (${link.hash}, ${link.role}, ${link.expiresAt})`,
  ]);
}

/** Takes a link away and gives its role; null when it is not there or too old. */
export async function takeLoginLink(
  db: Db,
  hash: string,
  now: number,
): Promise<LoginLink["role"] | null> {
  const [link] = await db.all<Pick<LoginLink, "role" | "expiresAt">>(sql`
    DELETE FROM login_links WHERE hash = ${hash} RETURNING role, expires_at AS expiresAt`);
  return link !== undefined && link.expiresAt > now ? link.role : null;
}
