import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

/**
 * A world in which `meddle` happens `times` times between what a request reads and what it
 * writes: just before a batch that writes targets.
 */
async function worldWithMeddler(meddle: (time: number) => Promise<unknown>, times = 1) {
  let isWatching = false;
  let met = 0;
  let isWriting = false;
  const db = {
    prepare(statement: string) {
      isWriting ||= /UPDATE targets|INSERT INTO targets|DELETE FROM targets/.test(
        statement,
      );
      return DB.prepare(statement);
    },
    async batch(statements: D1PreparedStatement[]) {
      if (isWatching && isWriting && met < times) {
        met += 1;
        await meddle(met);
      }
      isWriting = false;
      return await DB.batch(statements);
    },
  };
  const world = await createWorld({ vars: { DB: db as unknown as D1Database } });
  return {
    world,
    watch: () => {
      isWatching = true;
    },
    met: () => met,
  };
}

const renameInBetween = (time: number) =>
  DB.prepare("UPDATE targets SET revision = revision + 1, name = ?")
    .bind(`Other ${time}`)
    .run();

const removeInBetween = () => DB.prepare("DELETE FROM targets").run();

const changes: [string, (world: World, headers?: Record<string, string>) => unknown][] = [
  [
    "PATCH",
    (world, headers) => world.call("PATCH", "/api/targets/1", { tags: ["a"] }, headers),
  ],
  [
    "PUT",
    (world, headers) =>
      world.call("PUT", "/api/targets/1", { url, key: "k", tags: ["a"] }, headers),
  ],
  [
    "PUT by key",
    (world, headers) =>
      world.call("PUT", "/api/targets/by-key/k", { url, tags: ["a"] }, headers),
  ],
  [
    "pause",
    (world, headers) => world.call("POST", "/api/targets/1/pause", undefined, headers),
  ],
  [
    "DELETE",
    (world, headers) => world.call("DELETE", "/api/targets/1", undefined, headers),
  ],
];

type Answer = Awaited<ReturnType<World["call"]>>;

describe("a change that another change came between", () => {
  it.each(changes)("is tried again without If-Match: %s", async (_, change) => {
    const { world, watch, met } = await worldWithMeddler(renameInBetween, 2);
    await world.call("POST", "/api/targets", { url, key: "k" });
    watch();
    const { status, body } = (await change(world)) as Answer;
    expect([met(), status]).toEqual([2, body === null ? 204 : 200]);
  });

  it("keeps what the other change did to fields that it does not name", async () => {
    const { world, watch } = await worldWithMeddler(renameInBetween);
    await world.call("POST", "/api/targets", { url });
    watch();
    const { body } = await world.call("PATCH", "/api/targets/1", { tags: ["a"] });
    expect(body).toMatchObject({ name: "Other 1", tags: ["a"], revision: 3 });
  });

  it.each(changes)("is refused with an If-Match of before: %s", async (_, change) => {
    const { world, watch, met } = await worldWithMeddler(renameInBetween);
    const { headers } = await world.call("POST", "/api/targets", { url, key: "k" });
    watch();
    const match = { "if-match": headers.get("etag") as string };
    const { status } = (await change(world, match)) as Answer;
    expect([met(), status]).toEqual([1, 412]);
  });

  it.each(changes)(
    "is given up with a clear word when that never ends: %s",
    async (_, change) => {
      const { world, watch, met } = await worldWithMeddler(renameInBetween, 1_000);
      await world.call("POST", "/api/targets", { url, key: "k" });
      watch();
      const { status, body } = (await change(world)) as Answer;
      expect([met(), status]).toEqual([8, 409]);
      expect(body.detail).toMatch(/try again/);
    },
  );

  it("answers 404 when the target was deleted in between, and creates it by key", async () => {
    const { world, watch } = await worldWithMeddler(removeInBetween);
    await world.call("POST", "/api/targets", { url, key: "k" });
    watch();
    const { status } = await world.call("PATCH", "/api/targets/1", { tags: ["a"] });
    expect(status).toBe(404);
    const again = await worldWithMeddler(removeInBetween);
    await again.world.call("POST", "/api/targets", { url, key: "k" });
    again.watch();
    const put = await again.world.call("PUT", "/api/targets/by-key/k", {
      url,
      tags: ["a"],
    });
    expect([put.status, put.body.tags]).toEqual([201, ["a"]]);
  });

  it("ends in one target when many create or change it by its key at once", async () => {
    const world = await createWorld();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        world.call("PUT", "/api/targets/by-key/k", { url, name: `Name ${n}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 200, 200, 201,
    ]);
    const { body } = await world.call("GET", "/api/targets");
    expect(body.items).toMatchObject([{ key: "k", revision: 6 }]);
  });
});

describe("an ETag", () => {
  it("of a deleted target is none of its successor under the same key", async () => {
    const world = await createWorld();
    const put = (headers = {}) =>
      world.call("PUT", "/api/targets/by-key/k", { url }, headers);
    const first = await put();
    await world.call("DELETE", "/api/targets/k");
    const second = await put();
    expect(second.body.revision).toBe(first.body.revision);
    expect(second.headers.get("etag")).not.toBe(first.headers.get("etag"));
    const stale = { "if-match": first.headers.get("etag") as string };
    expect((await put(stale)).status).toBe(412);
    expect((await world.call("DELETE", "/api/targets/k", undefined, stale)).status).toBe(
      412,
    );
  });
});

describe("an ETag that was marked as weak on its way", () => {
  it("names the same revision: Cloudflare marks the tags of answers that it compresses", async () => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", { url, key: "k" });
    const put = (name: string, headers: Record<string, string>) =>
      world.call("PUT", "/api/targets/by-key/k", { url, name }, headers);
    expect((await put("first", { "if-match": 'W/"1-1"' })).status).toBe(200);
    expect((await put("second", { "if-match": 'W/"1-1", "9-9"' })).status).toBe(412);
    expect((await put("second", { "if-none-match": 'W/"1-2"' })).status).toBe(412);
  });
});

describe("If-None-Match: *", () => {
  it("creates a target under its key, and leaves one that exists as it is", async () => {
    const world = await createWorld();
    const put = (name: string) =>
      world.call("PUT", "/api/targets/by-key/k", { url, name }, { "if-none-match": "*" });
    expect((await put("first")).status).toBe(201);
    const second = await put("second");
    expect(second.status).toBe(412);
    expect(second.body.detail).toMatch(/exists already/);
    expect((await world.call("GET", "/api/targets/k")).body.name).toBe("first");
    const byId = await world.call(
      "PUT",
      "/api/targets/1",
      { url },
      { "if-none-match": "*" },
    );
    expect(byId.status).toBe(412);
  });
});
