// Tests that what is of no more use goes in bounded numbers, and all of it in the end.
import { expect, it } from "vitest";
import { budgets } from "#domain/budget.ts";
import { prune } from "#jobs/storage/prune.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { hour, second } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T12:00:00Z");
const over = now - 40 * 24 * hour;

/** Rows of each table that are over, made from a number `i` from 1 on. */
const leftovers: Readonly<Record<string, string>> = {
  "host_holds (host, until)": `'host-' || i, ${over}`,
  "idempotency_keys (key, fingerprint, target_id, created_at)": `'key-' || i, '', 1, ${over}`,
  "robots (origin, verdict, body, fetched_at, expires_at)": `'http://host-' || i, 'rules', x'00', ${over}, ${over}`,
  // They are a deleted target's.
  "crawls (target_id, lane, state, trigger, due_at, started_at, ended_at, request_revision, next_at, progress)": `999, '', 'completed', 'schedule', 0, 0, ${over}, 1, 0, '{}'`,
};

it.each(Object.entries(leftovers))(
  "of %s a run deletes no more rows than its plan allows, and the next ones the others",
  async (into, row) => {
    const table = into.slice(0, into.indexOf(" "));
    const count = () => DB.prepare(`SELECT count(*) AS n FROM ${table}`).first("n");
    const world = await createWorld({ now, vars: { PLAN: "free" } });
    const most = budgets.free.prunedRows;
    await DB.prepare(`
      INSERT INTO ${into}
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      SELECT ${row} FROM n`)
      .bind(2 * most + 1)
      .run();
    const left: unknown[] = [await count()];
    for (let run = 0; run < 5 && left.at(-1) !== 0; run++) {
      await world.advanceTo(world.now() + second);
      await runJobNow(world.newDeps(), prune);
      left.push(await count());
    }
    const deleted = left.slice(1).map((n, i) => Number(left[i]) - Number(n));
    expect(Math.max(...deleted)).toBeLessThanOrEqual(most);
    expect(left.at(-1)).toBe(0);
  },
);
