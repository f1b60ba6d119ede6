// Tests that requests to one host are a gap apart, whichever invocations make them.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { tidyPlaces } from "#store/shards/host-places.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { createQueuedWorld } from "#test/fixtures/rounds/queued-world.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const gapMs = 100;
const vars = { HOST_GAP_MS: `${gapMs}` };
const host = "shared.example.com";

const page = (number: number, every = "1m", at = 0) => ({
  key: `page-${number}`,
  url: `https://${host}/${number}`,
  schedule: { every, startAt: isoAt(at) },
});

/** The shortest time between two requests to the host. */
function shortestGap({ sent }: World): number {
  const instants = sent
    .filter(({ url }) => new URL(url).host === host)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return Math.min(...instants.slice(1).map((at, i) => at - (instants[i] ?? 0)));
}

/** Has the next target go to a shard of its own. */
const fillShards = () => DB.prepare("UPDATE shards SET size = 40").run();

describe("rounds through a queue", () => {
  it("keep a host's gap between shards that invocations serve at the same time", async () => {
    const { world, sent, passUntil } = await createQueuedWorld({ now: start, vars });
    const documents = Array.from({ length: 200 }, (_, i) => page(i));
    const bulk = { operation: "create", documents };
    expect(await world.call("POST", "/api/targets/bulk", bulk)).toMatchObject({
      status: 200,
    });
    await passUntil(start + 2 * minute);
    // Five shards in two messages: all 200 pages are due at the same instant.
    expect(sent.slice(0, 2).map(({ body }) => body.shards.length)).toEqual([4, 1]);
    expect(shortestGap(world)).toBeGreaterThanOrEqual(gapMs);
    for (const id of [1, 100, 200])
      expect(await auditTarget(id, start + minute)).toMatchObject({ slots: 2, ran: 2 });
  });

  it("do not slow a host down that one shard asks", async () => {
    const { world, passUntil } = await createQueuedWorld({ now: start, vars });
    for (let i = 0; i < 10; i++) await addTarget(world, page(i));
    await passUntil(start + minute);
    const instants = world.sent.map(({ at }) => at - start);
    expect(instants).toEqual(Array.from({ length: 10 }, (_, i) => i * gapMs));
  });

  it("leave to another round what has no moment in their time, when it has one", async () => {
    const { world, passUntil } = await createQueuedWorld({
      now: start,
      vars: { HOST_GAP_MS: "60000" },
    });
    for (let i = 0; i < 3; i++) {
      await addTarget(world, page(i, "10m"));
      await fillShards();
    }
    await passUntil(start + 9 * minute);
    expect(world.sent).toHaveLength(3);
    expect(shortestGap(world)).toBeGreaterThanOrEqual(60_000);
    const rounds = world.logs.filter(({ event }) => event === "round");
    expect(rounds.length).toBeLessThanOrEqual(6);
  });

  it("keep it from one round of a shard to the next", async () => {
    const { world, passUntil } = await createQueuedWorld({
      now: start,
      vars: { HOST_GAP_MS: "5000" },
    });
    await addTarget(world, page(0, "1m", 9_000));
    await addTarget(world, page(1, "1m", 11_000));
    await passUntil(start + minute);
    expect(world.sent.map(({ at }) => at - start)).toEqual([9_000, 14_010]);
  });
});

describe("places of shards at a host", () => {
  it("are not used while a round goes on that does not know of them", async () => {
    const { world, passUntil } = await createQueuedWorld({ now: start, vars });
    for (let i = 0; i < 40; i++) await addTarget(world, page(i, "1m", 57_000));
    await passUntil(start + 58_000);
    expect(world.sent.length).toBeLessThan(20);
    await addTarget(world, page(40, "1m", minute));
    // The tick of the minute sends the new shard, while the round goes on until 1:01.
    await passUntil(start + 2 * minute);
    expect(shortestGap(world)).toBeGreaterThanOrEqual(gapMs);
    const added = world.sent.filter(({ url }) => url.endsWith("/40"));
    expect(added[0]?.at).toBeGreaterThan(start + minute + 1_000);
    expect(added[0]?.at).toBeLessThan(start + minute + 15_000);
  });

  const action = fc.oneof(
    { weight: 3, arbitrary: fc.constant("none") },
    { weight: 3, arbitrary: fc.constantFrom("add", "add-to-last") },
    { weight: 2, arbitrary: fc.constantFrom("delete", "leave", "come") },
    { weight: 1, arbitrary: fc.constant("tidy") },
  );
  const step = fc.record({
    action,
    number: fc.nat(1_000),
    waitS: fc.integer({ min: 1, max: 9 }),
  });
  const answers = fc.array(fc.integer({ min: 1, max: 900 }), {
    minLength: 7,
    maxLength: 7,
  });
  const lateness = fc.array(fc.integer({ min: 0, max: 4_000 }), {
    minLength: 5,
    maxLength: 5,
  });

  it("keep its gap while shards come and go", async () => {
    const steps = fc.array(step, { minLength: 12, maxLength: 24 });
    let all = 0;
    await fc.assert(
      fc.asyncProperty(steps, answers, lateness, async (drawn, answerMs, lateMs) => {
        await emptyDatabase();
        let asked = 0;
        let messages = 0;
        const { world, passUntil } = await createQueuedWorld({
          now: start,
          vars,
          site: () => ({
            afterMs: answerMs[asked++ % 7] ?? 1,
            status: asked % 9 ? 200 : 503,
          }),
          deliveriesOf: () => [
            { lateMs: lateMs[messages++ % 5] ?? 0 },
            { lateMs: lateMs[(messages + 2) % 5] ?? 0 },
          ],
        });
        let count = 0;
        const add = async () =>
          addTarget(world, page(count++, count % 3 ? "10s" : "20s"));
        for (let i = 0; i < 3; i++) {
          await add();
          await fillShards();
        }
        for (const { action, number, waitS } of drawn) {
          const path = `/api/targets/page-${number % count}`;
          if (action === "add" || action === "add-to-last") await add();
          if (action === "add") await fillShards();
          if (action === "delete") await world.call("DELETE", path);
          const url = `https://${action === "leave" ? `away-${number}.example.com` : host}/`;
          if (action === "leave" || action === "come")
            await world.call("PATCH", path, { url });
          if (action === "tidy") await world.deps.db.batch(tidyPlaces(world.now(), 100));
          await passUntil(world.now() + waitS * 1_000);
        }
        all += world.sent.length;
        expect(shortestGap(world)).toBeGreaterThanOrEqual(gapMs);
      }),
      { numRuns: scenarios(30) },
    );
    expect(all).toBeGreaterThan(50);
  });
});
