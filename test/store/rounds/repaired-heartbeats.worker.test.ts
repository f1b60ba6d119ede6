// Tests that pings which came by a clock that was far ahead leave their heartbeat hearing.
import { expect, it } from "vitest";
import { hourOf } from "#domain/time/instants.ts";
import { repairInstants } from "#store/rounds/repair-instants.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { heartbeatWorld } from "#test/fixtures/heartbeats/told.ts";
import { hour, start } from "#test/fixtures/times.ts";

it("instants of a heartbeat that lie ahead are brought back, and its shard is due", async () => {
  const { world, ping } = await heartbeatWorld();
  await ping();
  const ahead = start + 200 * hour;
  await DB.batch([
    DB.prepare("UPDATE heartbeats SET last_at = ?, hour = ?, wake_at = ?").bind(
      ahead,
      hourOf(ahead),
      ahead,
    ),
    DB.prepare("UPDATE shards SET due_at = ?").bind(ahead),
  ]);
  await repairInstants(world.deps.db, start);
  const row = await DB.prepare(
    "SELECT last_at, hour, wake_at, (SELECT due_at FROM shards) AS due_at FROM heartbeats",
  ).first();
  expect(row).toEqual({
    last_at: start,
    hour: hourOf(start),
    wake_at: start,
    due_at: start,
  });
});
