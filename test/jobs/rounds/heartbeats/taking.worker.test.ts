// Tests how rounds take pings, and that whoever reads knows of them before.
import { describe, expect, it } from "vitest";
import { positionOf } from "#domain/rounds/state-encoding.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { addHeartbeat, readHeartbeatRow } from "#test/fixtures/heartbeats/pinged.ts";
import {
  heartbeatWorld,
  pinging,
  readJson,
  rids,
  tellOf,
  waitingOf,
} from "#test/fixtures/heartbeats/told.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import type { World } from "#test/fixtures/world.ts";

const never = 8_640_000_000_000_000;

const shard = async () =>
  await DB.prepare("SELECT due_at AS dueAt, lease_token AS lease FROM shards").first<{
    dueAt: number;
    lease: string | null;
  }>();

/** What is remembered of a heartbeat, in a form that there never was. */
const undecodable = JSON.stringify([
  "3",
  ...Array.from({ length: positionOf("heartbeat") - 1 }, () => null),
  17,
]);

/** A run of 40 seconds, told with its rid. */
async function runOnce(
  world: World,
  ping: ReturnType<typeof pinging>,
  rid = rids[0],
): Promise<void> {
  await ping(`/start?rid=${rid}`);
  await world.advanceTo(world.now() + 40 * second);
  await ping(`?rid=${rid}`, "items=12\ndone");
}

describe("what pings tell", () => {
  it("is known at once, and stays the same when a round has taken it", async () => {
    const { world, id, ping } = await heartbeatWorld();
    await world.advanceTo(start + 5 * minute + 100);
    await runOnce(world, ping);
    const before = await tellOf(world, id);
    expect(await waitingOf(id)).toHaveLength(2);
    expect(before).toMatchObject({
      status: "up",
      runs: {
        items: [
          {
            startedAt: isoAt(5 * minute + 100),
            durationMs: 40 * second,
            trigger: "extra",
            outcome: "ok",
            reading: { numbers: { items: 12 } },
          },
        ],
      },
      ledger: { slots: 0, failed: 0 },
      pings: {
        items: [
          { n: 2, action: "success" },
          { n: 1, action: "start" },
        ],
      },
      logs: [{ items: [{ n: 2, body: "items=12\ndone" }] }],
    });
    await world.runUntil(start + 8 * minute);
    expect(await waitingOf(id)).toEqual([]);
    expect(await tellOf(world, id)).toEqual(before);
  });

  it("of a run under way is told while it is under way", async () => {
    const { world, id, ping, path } = await heartbeatWorld();
    await ping(`/start?rid=${rids[0]}`);
    const running = [{ rid: rids[0], startedAt: isoAt(0) }];
    expect((await tellOf(world, id)).reported).toMatchObject({ running });
    await world.runUntil(start + 3 * minute);
    expect(await waitingOf(id)).toEqual([]);
    expect((await tellOf(world, id)).reported).toMatchObject({ running });
    await ping(`/1?rid=${rids[0]}`);
    const after = await tellOf(world, id);
    expect(after).toMatchObject({ status: "down", reported: { running: [] } });
    expect(after.runs.items).toMatchObject([{ failure: { class: "exit" } }]);
    expect((await readJson(world, `${path}/ledger`)).failed).toBe(1);
  });

  it("stands once, whether its round comes between two reads or not", async () => {
    const { world, id, ping, path } = await heartbeatWorld();
    await ping();
    const { body: ahead } = await world.call("GET", `${path}/runs`);
    await world.runUntil(start + 2 * minute);
    await ping("/fail");
    const { items } = await readJson(world, `${path}/runs`);
    expect(items).toHaveLength(2);
    expect(items[1]).toEqual(ahead.items[0]);
    expect(await readJson(world, `${path}/runs?outcome=failed`)).toMatchObject({
      items: [items[0]],
    });
    const one = await readJson(world, `${path}/runs/${items[0].dueAt}`);
    expect(one).toEqual(items[0]);
    expect(await waitingOf(id)).toHaveLength(1);
  });

  it("goes with its body whatever characters that has", async () => {
    const { world, id, ping } = await heartbeatWorld();
    await ping(`/start?rid=${rids[0]}`, '🌍🌍 \\ " \n 日本語');
    await ping(`?rid=${rids[0]}`, "🌍".repeat(2_000));
    const before = await tellOf(world, id);
    await world.runUntil(start + 2 * minute);
    expect(await readHeartbeatRow(id)).toMatchObject({ inbox: "", pings: 2 });
    expect(await tellOf(world, id)).toEqual(before);
    const bodies = before.logs[0].items.map(({ body }: { body: string }) => body);
    expect(bodies).toEqual(['🌍🌍 \\ " \n 日本語', "🌍".repeat(2_000)]);
  });
});

describe("a round", () => {
  it("leaves the shard due when the next slot or run is over, and never before the first ping", async () => {
    const { world, ping } = await heartbeatWorld();
    await world.runUntil(start + minute);
    expect((await shard())?.dueAt).toBe(never);
    await world.advanceTo(start + 10 * minute);
    await ping();
    expect((await shard())?.dueAt).toBe(start + 10 * minute);
    await world.runUntil(start + 12 * minute);
    // A slot an hour after the run, its hour of grace, and what rounds wait for it.
    expect((await shard())?.dueAt).toBe(start + 10 * minute + 2 * hour + 12 * second);
  });

  it("ends slots that nothing was heard of, and tells so", async () => {
    const { world, id, ping } = await heartbeatWorld({ spec: { graceMs: 5 * minute } });
    await ping();
    await world.runUntil(start + hour + 5 * minute);
    expect((await tellOf(world, id)).status).toBe("up");
    await world.runUntil(start + hour + 7 * minute);
    const told = await tellOf(world, id);
    expect(told).toMatchObject({ status: "down", ledger: { missed: 1, slots: 1 } });
    const { body } = await world.call("GET", "/api/incidents?open=true");
    expect(body.items).toHaveLength(1);
    await ping();
    expect((await tellOf(world, id)).status).toBe("up");
    await world.runUntil(start + hour + 9 * minute);
    const { body: after } = await world.call("GET", "/api/incidents?open=true");
    expect(after.items).toEqual([]);
  });

  it("takes no more of an hour's pings than one and those that turn something", async () => {
    const { world, id, ping } = await heartbeatWorld();
    await world.advanceTo(start + 10 * minute);
    await ping();
    await world.runUntil(start + 12 * minute);
    const { dueAt } = (await shard()) ?? {};
    await ping();
    await ping();
    expect(await shard()).toMatchObject({ dueAt });
    await world.runUntil(start + 14 * minute);
    expect(await waitingOf(id)).toHaveLength(2);
    await ping("/fail");
    expect((await shard())?.dueAt).toBe(world.now());
    await world.runUntil(start + 16 * minute);
    expect(await waitingOf(id)).toEqual([]);
    expect((await readJson(world, `/api/targets/${id}/runs`)).items).toHaveLength(4);
  });

  it("that takes pings writes 5 rows, besides the tick's own", async () => {
    const { world, id, ping } = await heartbeatWorld();
    await ping();
    await world.runUntil(start + hour);
    await ping();
    const tick = world.startTick();
    await world.advanceTo(start + hour + minute);
    expect(await waitingOf(id)).toEqual([]);
    // The lease, the block, the heartbeat, the shard with its due time; the tick's history.
    expect(tick.meter.rowsWritten).toBe(5 + 1);
  });
});

describe("a ping that comes while a round is under way", () => {
  it("stays for the next round, which comes in the same minute", async () => {
    let meanwhile: (() => Promise<void>) | null = null;
    const { world, id, ping } = await heartbeatWorld({
      options: {
        async afterSending(texts) {
          if (!texts.some((text) => text.includes("UPDATE shards SET lease_token")))
            return;
          const run = meanwhile;
          meanwhile = null;
          await run?.();
        },
      },
    });
    await ping();
    meanwhile = async () => {
      await DB.batch([
        DB.prepare(
          `UPDATE heartbeats SET inbox = inbox || ?, pings = 2, wake_at = ?`,
        ).bind(
          `[2,${world.now()},2,null,1,"GET",0,"","",0,null,null,null]\n`,
          world.now(),
        ),
      ]);
    };
    const tick = world.startTick();
    await world.advanceTo(start + 30 * second);
    await tick.ended;
    expect(meanwhile).toBeNull();
    expect(await waitingOf(id)).toEqual([]);
    const { items } = await readJson(world, `/api/targets/${id}/runs`);
    expect(items.map(({ outcome }: { outcome: string }) => outcome).sort()).toEqual([
      "failed",
      "ok",
    ]);
  });
});

describe("pings that no round has taken for long", () => {
  it("are taken in pieces, and come to the same", async () => {
    const { world, id, ping } = await heartbeatWorld();
    await ping();
    const count = 3_000;
    const lines = Array.from(
      { length: count },
      (_, i) =>
        `[${i + 2},${start + 1_000 * i},${1 + (i % 2)},null,null,"GET",0,"a client of some name","192.0.2.1",0,null,null,null]\n`,
    );
    await DB.prepare("UPDATE heartbeats SET inbox = inbox || ?, pings = ?")
      .bind(lines.join(""), count + 1)
      .run();
    await world.advanceTo(start + 55 * minute);
    await world.runUntil(start + hour + 5 * minute);
    expect(await waitingOf(id)).toEqual([]);
    let runs = 0;
    for (let next = ""; ; ) {
      const page = await readJson(world, `/api/targets/${id}/runs?limit=500${next}`);
      runs += page.items.length;
      if (page.next === null) break;
      next = `&cursor=${page.next}`;
    }
    expect(runs).toBe(count + 1);
  });
});

describe("a heartbeat that breaks our code", () => {
  it("is set aside; pings to it make no round after round, and its neighbour is heard", async () => {
    const { world, id, ping } = await heartbeatWorld();
    const other = await addHeartbeat(world);
    await DB.prepare("UPDATE shards SET state = json_set(state, ?, json(?))")
      .bind(`$."${id}"`, undecodable)
      .run();
    await ping();
    await pinging(world, other.uuid)();
    await world.runUntil(start + 3 * minute);
    expect(await waitingOf(id)).toHaveLength(1);
    expect(await waitingOf(other.id)).toEqual([]);
    const rounds = world.logs.filter(({ event }) => event === "round").length;
    await world.runUntil(start + 6 * minute);
    const later = world.logs.filter(({ event }) => event === "round").length;
    expect(later - rounds).toBeLessThanOrEqual(3);
  });
});
