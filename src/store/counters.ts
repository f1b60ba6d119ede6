// Keeps counters that only grow, as JSON objects, name to number. Adding is one
// statement, so that no count is lost or doubled when several invocations add at the same
// time. Integers stay integers inside JSON; D1 would bind a number as REAL.
import { type SQL, sql } from "drizzle-orm";
import type { Counts } from "#domain/counts.ts";
import type { Db } from "./db.ts";

/** The name of the row that counts the API's requests (domain/metrics/request-counts). */
export const requestCounters = "requests";

/**
 * SQL for the sum by name of two JSON objects of numbers. Every name in `b` is billed as
 * a row or two read, since json_each gives rows; those in `a` are not.
 */
export const sumOfCounts = (a: SQL, b: SQL): SQL => sql`
  json_patch(${a}, (
    SELECT json_group_object(key, coalesce(${a} ->> ('$.' || json_quote(key)), 0) + value) FROM json_each(${b})))`;

/** Adds to the counters called `name`: one statement, one row written. */
export async function addCounters(
  db: Db,
  name: string,
  counts: Readonly<Counts>,
): Promise<void> {
  await db.all(sql`
    INSERT INTO counters (name, counts) VALUES (${name}, ${JSON.stringify(counts)})
    ON CONFLICT (name) DO UPDATE SET counts = ${sumOfCounts(sql`counters.counts`, sql`excluded.counts`)}`);
}

/** Counts in one parameter for `withAdded`: the path and the number of each, in turn. */
export const toPairs = (counts: Readonly<Counts>): string =>
  JSON.stringify(
    Object.entries(counts).flatMap(([name, count]) => [
      `$.${JSON.stringify(name)}`,
      count,
    ]),
  );

/**
 * An SQL function takes 32 arguments on D1
 * (developers.cloudflare.com/d1/platform/limits): an object, and these pairs.
 */
const pairsAtOnce = 15;

/**
 * SQL for a JSON object with `size` counts added to it, and no row read for them.
 * `pairs`, as `toPairs` wrote them, and `object` are columns, since both are named again
 * and again.
 */
export function withAdded(object: SQL, pairs: SQL, size: number): SQL {
  let sum = object;
  for (let from = 0; from < size; from += pairsAtOnce) {
    const added = Array.from({ length: Math.min(pairsAtOnce, size - from) }, (_, i) => {
      const path = sql`${pairs} ->> ${sql.raw(String(2 * (from + i)))}`;
      const count = sql`${pairs} ->> ${sql.raw(String(2 * (from + i) + 1))}`;
      return sql`, ${path}, coalesce(${object} ->> (${path}), 0) + (${count})`;
    });
    sum = sql`json_set(${sum}${sql.join(added)})`;
  }
  return sum;
}
