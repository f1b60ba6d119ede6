// Reads what the rounds of all shards have come to that messages called for, together with
// a tick's look for those that are due: a tick with nothing to do sends no statement more.
import { sql } from "drizzle-orm";
import { type Gathered, gather, gatheredNames } from "#domain/jobs/gathered.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { Db } from "#store/db.ts";
import { type DueShard, dueColumns } from "./claim-shards.ts";

type SumsRow = { id: null; sums: string; totals: string | null };
type DueRow = DueShard & { sums: null; totals: null };

/**
 * As lookForDue, and what no run of the job has told yet. Reads an entry of one index for
 * each shard.
 */
export async function lookAndGather(
  db: Db,
  before: number,
  limit: number,
): Promise<{ due: DueShard[]; gathered: Gathered }> {
  const rows = await db.all<SumsRow | DueRow>(sql`
    SELECT NULL AS id, NULL AS dueAt, NULL AS leaseUntil, NULL AS revision, NULL AS lost,
      NULL AS isTried, ${sums} AS sums, ${totals} AS totals
    UNION ALL SELECT *, NULL, NULL FROM (
      SELECT ${dueColumns} FROM shards WHERE due_at < ${before} ORDER BY due_at LIMIT ${limit})`);
  const due = rows.flatMap((row) => {
    if (row.id === null) return [];
    const { sums: _, totals: __, ...shard } = row;
    return [shard];
  });
  const [first] = rows.filter((row) => row.id === null);
  const gathered = gather(
    JSON.parse(first?.sums ?? "{}"),
    JSON.parse(first?.totals ?? "{}"),
  );
  return { due, gathered };
}

const sums = sql`(SELECT json_object(${sql.join(
  gatheredNames.map((name) =>
    sql.raw(`'${name}', coalesce(sum(counted ->> '$.${name}'), 0)`),
  ),
  sql`, `,
)}) FROM shards INDEXED BY shards_due)`;

const totals = sql`(
  SELECT totals FROM job_hours WHERE job = ${roundsJob} ORDER BY hour DESC LIMIT 1)`;
