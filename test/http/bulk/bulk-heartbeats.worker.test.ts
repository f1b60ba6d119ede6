// Holds that heartbeats are created, replaced and moved many at once like other targets.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const uuid = "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11";
const aHeartbeat = (n: number, more: object = {}) => ({
  kind: "heartbeat",
  name: `job ${n}`,
  key: `job-${n}`,
  schedule: { every: "1h" },
  ...more,
});
const page = { url: "https://site.example.com/", key: "page" };

const put = async (world: World, operation: string, documents: unknown[], more = {}) => {
  const body = { operation, documents, ...more };
  const answer = await world.call("POST", "/api/targets/bulk", body);
  expect(answer.status).toBe(200);
  return answer.body;
};

const read = async (world: World) =>
  (await world.call("GET", "/api/targets?limit=200&sort=created")).body.items;

describe("many heartbeats at once", () => {
  it("have addresses of their own, and keep them when they are put again", async () => {
    const world = await createWorld();
    const documents = Array.from({ length: 50 }, (_, n) => aHeartbeat(n));
    const { counts } = await put(world, "upsert", [...documents, page]);
    expect(counts).toMatchObject({ created: 51 });
    const before = await read(world);
    const urls = new Set(before.map(({ pingUrl }: { pingUrl: string }) => pingUrl));
    expect(urls.size).toBe(51);
    const again = await put(world, "upsert", [...documents, page]);
    expect(again.counts).toMatchObject({ unchanged: 51 });
    const changed = documents.map((one) => ({ ...one, heartbeat: { grace: "5m" } }));
    expect((await put(world, "upsert", changed)).counts).toMatchObject({ changed: 50 });
    const after = await read(world);
    expect(after.map(({ pingUrl }: { pingUrl: string }) => pingUrl)).toEqual(
      before.map(({ pingUrl }: { pingUrl: string }) => pingUrl),
    );
  });

  it("are paused, resumed and deleted with their places for pings", async () => {
    const world = await createWorld();
    await put(world, "create", [aHeartbeat(1), aHeartbeat(2), page]);
    const filter = { kind: "heartbeat" };
    const act = async (operation: string) => {
      await world.call("POST", "/api/targets/bulk", { operation, filter });
      const { results } = await DB.prepare("SELECT enabled FROM heartbeats").all();
      return results.map(({ enabled }) => enabled);
    };
    expect(await act("pause")).toEqual([0, 0]);
    expect(await act("resume")).toEqual([1, 1]);
    expect(await act("delete")).toEqual([]);
    expect(await read(world)).toHaveLength(1);
  });

  it("move to another deployment with what the list of targets answers", async () => {
    const world = await createWorld();
    await put(world, "create", [
      aHeartbeat(1, { heartbeat: { slug: "one", runMax: "2h" }, tags: ["prod"] }),
      aHeartbeat(2, { schedule: { cron: "0 3 * * *", zone: "Asia/Tokyo" } }),
      page,
    ]);
    const exported = (await read(world)).map(documentOf);
    await world.call("POST", "/api/targets/bulk", {
      operation: "delete",
      targets: ["job-1", "job-2", "page"],
    });
    const { counts } = await put(world, "create", exported);
    expect(counts).toMatchObject({ created: 3 });
    expect((await read(world)).map(documentOf)).toEqual(exported);
  });

  it("share no address: each document that asks for one in use is refused", async () => {
    const world = await createWorld();
    const wanted = { heartbeat: { uuid } };
    const { items } = await put(world, "upsert", [
      aHeartbeat(1, wanted),
      aHeartbeat(2, wanted),
    ]);
    expect(items).toMatchObject([
      { outcome: "created" },
      {
        outcome: "failed",
        status: 409,
        problem: { errors: [{ pointer: "/documents/1/heartbeat/uuid" }] },
      },
    ]);
    const again = await put(world, "upsert", [aHeartbeat(3, wanted), aHeartbeat(1)]);
    expect(again.items).toMatchObject([
      { outcome: "failed", status: 409 },
      { outcome: "unchanged" },
    ]);
  });

  it("are refused one by one, each with the place of what is wrong", async () => {
    const { items } = await put(await createWorld(), "create", [
      aHeartbeat(1, { url: page.url }),
      aHeartbeat(2),
      { kind: "heartbeat" },
    ]);
    expect(items).toMatchObject([
      { outcome: "failed", problem: { errors: [{ pointer: "/documents/0/url" }] } },
      { outcome: "created" },
      { outcome: "failed", problem: { errors: [{ pointer: "/documents/2/name" }] } },
    ]);
  });
});

/** What of an answer is a document. */
const fields = [
  "kind",
  "url",
  "name",
  "key",
  "tags",
  "enabled",
  "schedule",
  "request",
  "expect",
  "heartbeat",
  "retention",
  "alarm",
  "extract",
  "changes",
  "badges",
];

const documentOf = (target: Record<string, unknown>) =>
  Object.fromEntries(
    fields.filter((name) => name in target).map((name) => [name, target[name]]),
  );
