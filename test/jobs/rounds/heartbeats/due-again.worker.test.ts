// Tests that a round leaves its shard due for pings that it has not taken, and that no ping
// keeps it from those behind.
import { expect, it } from "vitest";
import { never } from "#domain/time/instants.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { addHeartbeat } from "#test/fixtures/heartbeats/pinged.ts";
import {
  heartbeatWorld,
  readJson,
  tellOf,
  waitingOf,
} from "#test/fixtures/heartbeats/told.ts";
import { hour, minute, second, start } from "#test/fixtures/times.ts";

it("a ping that comes while a round leaves its heartbeat out is taken soon", async () => {
  let meanwhile: (() => Promise<void>) | null = null;
  const { world, id, ping } = await heartbeatWorld({
    options: {
      async afterSending(texts) {
        if (!texts.some((text) => text.includes("UPDATE shards SET lease_token"))) return;
        const run = meanwhile;
        meanwhile = null;
        await run?.();
      },
    },
  });
  const other = await addHeartbeat(world);
  await world.runUntil(start + 2 * minute);
  await ping();
  const suspicion = { left: [id], size: 1, serving: null };
  await DB.prepare("UPDATE shards SET suspects = ?")
    .bind(JSON.stringify(suspicion))
    .run();
  meanwhile = async () => {
    const line = `[1,${world.now()},2,null,1,"GET",0,"","",0,null,null,null]\n`;
    await DB.batch([
      DB.prepare(
        "UPDATE heartbeats SET inbox = ?, pings = 1, wake_at = ? WHERE target_id = ?",
      ).bind(line, world.now(), other.id),
      DB.prepare("UPDATE shards SET due_at = min(due_at, ?)").bind(world.now()),
    ]);
  };
  await world.runUntil(start + 3 * minute + 30 * second);
  expect(meanwhile).toBeNull();
  expect(await waitingOf(id)).toEqual([]);
  expect(await waitingOf(other.id)).toEqual([]);
});

it("a long inbox of a heartbeat that was paused is taken in pieces, at once", async () => {
  const { world, id, ping, path } = await heartbeatWorld();
  await ping();
  const lines = Array.from(
    { length: 3_000 },
    (_, i) =>
      `[${i + 2},${start + i},1,null,null,"GET",0,"a client of some name","192.0.2.1",0,null,null,null]\n`,
  );
  await DB.prepare("UPDATE heartbeats SET inbox = inbox || ?, pings = ?, wake_at = ?")
    .bind(lines.join(""), lines.length + 1, never)
    .run();
  await world.advanceTo(start + 10 * second);
  await world.call("POST", `${path}/pause`);
  await world.runUntil(start + hour / 6);
  expect(await waitingOf(id)).toEqual([]);
});

it("a ping that breaks our own code is taken like those before and behind it", async () => {
  const { world, id, ping, path } = await heartbeatWorld();
  await ping("/start");
  const broken = `[2,${start},2,null,0,"GET",0,"","",-1,null,null,null]\n`;
  await DB.prepare("UPDATE heartbeats SET inbox = inbox || ?, pings = 2")
    .bind(`${broken}no ping\n`)
    .run();
  await world.advanceTo(start + 20 * second);
  await ping();
  const before = await tellOf(world, id);
  expect(before.runs.items).toMatchObject([{ outcome: "ok", durationMs: 20 * second }]);
  expect(before.pings.items).toMatchObject([
    { n: 3, ignored: null },
    { n: 2, ignored: "unreadable", dueAt: null },
    { n: 1, ignored: null },
  ]);
  await world.runUntil(start + 3 * minute);
  expect(await waitingOf(id)).toEqual([]);
  expect(await tellOf(world, id)).toEqual(before);
  expect(await readJson(world, path)).toMatchObject({ setAside: null });
});
