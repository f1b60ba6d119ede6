// Keeps status pages by their slugs.
import { sql } from "drizzle-orm";
import { type KeptPage, mostPages, type StatusPage } from "#domain/status/status-page.ts";
import type { Db } from "#store/db.ts";

type PageRow = Omit<KeptPage, "page"> & { document: string };

const columns = sql`slug, document, revision, created_at AS createdAt,
  updated_at AS updatedAt`;

const toPage = ({ document, ...row }: PageRow): KeptPage => ({
  ...row,
  page: JSON.parse(document),
});

/** All pages, by slug. */
export const listPages = async (db: Db): Promise<KeptPage[]> =>
  (await db.all<PageRow>(sql`SELECT ${columns} FROM status_pages ORDER BY slug`)).map(
    toPage,
  );

export async function findPage(db: Db, slug: string): Promise<KeptPage | null> {
  const [row] = await db.all<PageRow>(
    sql`SELECT ${columns} FROM status_pages WHERE slug = ${slug}`,
  );
  return row ? toPage(row) : null;
}

/** Null when there is such a page already, or as many pages as there may be. */
export async function createPage(
  db: Db,
  slug: string,
  page: StatusPage,
  now: number,
): Promise<KeptPage | null> {
  const [row] = await db.all<PageRow>(sql`
    INSERT INTO status_pages (slug, document, created_at, updated_at)
    SELECT ${slug}, ${JSON.stringify(page)}, ${now}, ${now}
    WHERE (SELECT count(*) FROM status_pages) < ${mostPages}
    ON CONFLICT DO NOTHING RETURNING ${columns}`);
  return row ? toPage(row) : null;
}

type Revision = Pick<KeptPage, "slug" | "revision">;

/** Null when the page was changed or deleted since it was read. */
export async function changePage(
  db: Db,
  { slug, revision }: Revision,
  page: StatusPage,
  now: number,
): Promise<KeptPage | null> {
  const [row] = await db.all<PageRow>(sql`
    UPDATE status_pages SET document = ${JSON.stringify(page)},
      revision = revision + 1, updated_at = ${now}
    WHERE slug = ${slug} AND revision = ${revision} RETURNING ${columns}`);
  return row ? toPage(row) : null;
}

/** False when the page was changed or deleted since it was read. */
export async function deletePage(db: Db, { slug, revision }: Revision): Promise<boolean> {
  const rows = await db.all(sql`
    DELETE FROM status_pages WHERE slug = ${slug} AND revision = ${revision}
    RETURNING slug`);
  return rows.length === 1;
}
