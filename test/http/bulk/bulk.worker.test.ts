import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

type Item = {
  outcome: string;
  status: number;
  id: number | null;
  key: string | null;
  problem: { detail: string; errors?: { pointer: string; detail: string }[] } | null;
};

const bulk = async (world: World, body: object, headers = {}) => {
  const answer = await world.call("POST", "/api/targets/bulk", body, headers);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body as {
    items: Item[];
    counts: Record<string, number>;
    next: string | null;
  };
};

const outcomesOf = ({ items }: { items: Item[] }) => items.map(({ outcome }) => outcome);

const listAll = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created&limit=200")).body.items;

/** A world that counts the statements that its database is given. */
async function countingWorld() {
  let statements = 0;
  const db = {
    prepare(statement: string) {
      statements += 1;
      return DB.prepare(statement);
    },
    batch: (batch: D1PreparedStatement[]) => DB.batch(batch),
  };
  const world = await createWorld({ vars: { DB: db as unknown as D1Database } });
  const countOf = async (request: () => Promise<unknown>): Promise<number> => {
    const before = statements;
    await request();
    return statements - before;
  };
  return { world, countOf };
}

const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({
    url: `https://h${n % 30}.example.com/${n}`,
    key: `k${n}`,
    ...more,
  }));

const sizesOfShards = async () =>
  (
    await DB.prepare(
      "SELECT s.size, (SELECT count(*) FROM targets WHERE shard_id = s.id) AS held FROM shards s",
    ).all<{ size: number; held: number }>()
  ).results;

describe("creating many targets", () => {
  it("creates what single requests would, each in a shard with room and due at once", async () => {
    const world = await createWorld();
    const documents = many(90, { schedule: { every: "1h" }, tags: ["web"] });
    const answer = await bulk(world, { operation: "create", documents });
    expect(answer.counts).toMatchObject({ created: 90, failed: 0 });
    expect(answer.items.map(({ id, key }) => [id, key])).toEqual(
      documents.map(({ key }, i) => [i + 1, key]),
    );
    const { body: single } = await world.call("POST", "/api/targets", {
      ...documents[0],
      key: "single",
    });
    const { body: first } = await world.call("GET", "/api/targets/k0");
    expect({ ...first, id: 91, key: "single" }).toEqual(single);
    const sizes = await sizesOfShards();
    expect(sizes.map(({ size }) => size).sort()).toEqual([11, 40, 40]);
    expect(sizes.every(({ size, held }) => size === held)).toBe(true);
    await world.runUntil(world.now() + 60_000);
    expect(world.requests).toHaveLength(91);
  });

  it("keeps targets of one host together where there is room", async () => {
    const world = await createWorld();
    await bulk(world, { operation: "create", documents: many(60) });
    const { results } = await DB.prepare(
      "SELECT host, count(DISTINCT shard_id) AS shards FROM targets GROUP BY host",
    ).all<{ host: string; shards: number }>();
    expect(results.filter(({ shards }) => shards > 2)).toEqual([]);
    await bulk(world, {
      operation: "create",
      documents: [{ url: "https://h29.example.com/again" }],
    });
    const [again] = (
      await DB.prepare(
        "SELECT shard_id FROM targets WHERE host = 'h29.example.com' ORDER BY id DESC LIMIT 2",
      ).all<{ shard_id: number }>()
    ).results;
    expect(again?.shard_id).toBe(2);
  });

  it("lets no bad item spoil the others, and says where each is wrong", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "taken" });
    const { items, counts } = await bulk(world, {
      operation: "create",
      documents: [
        { url, key: "a" },
        { url, schedule: { every: "1s" } },
        "nonsense",
        { url, key: "taken" },
        { url: "http://10.0.0.1/", key: "b" },
        { url, key: "a" },
        { url },
      ],
    });
    expect(items.map(({ status }) => status)).toEqual([
      201, 422, 422, 409, 422, 422, 201,
    ]);
    expect(counts).toMatchObject({ created: 2, failed: 5 });
    const pointers = items.map(({ problem }) => problem?.errors?.[0]?.pointer);
    expect(pointers).toEqual([
      undefined,
      "/documents/1/schedule/every",
      "/documents/2",
      "/documents/3/key",
      "/documents/4/url",
      "/documents/5/key",
      undefined,
    ]);
    expect(items[3]?.problem?.detail).toContain("taken");
    expect(await listAll(world)).toHaveLength(3);
  });

  it("creates nothing twice for a repeated request with one Idempotency-Key, also at the same time", async () => {
    const world = await createWorld();
    const body = {
      operation: "create",
      documents: [{ url }, { url: "ftp://x" }, { url, name: "B" }],
    };
    const send = () => bulk(world, body, { "idempotency-key": "k1" });
    const answers = [...(await Promise.all([send(), send()])), await send()];
    for (const { items } of answers)
      expect(items.map(({ status, id }) => [status, id])).toEqual([
        [201, 1],
        [422, null],
        [201, 2],
      ]);
    expect(await listAll(world)).toHaveLength(2);
    const other = await world.call(
      "POST",
      "/api/targets/bulk",
      { operation: "create", documents: [{ url, name: "C" }] },
      { "idempotency-key": "k1" },
    );
    expect(other.status).toBe(422);
  });

  it("at the same time as others gives every target an id and a place of its own", async () => {
    const world = await createWorld();
    const answers = await Promise.all(
      ["a", "b", "c"].map((name) =>
        bulk(world, {
          operation: "upsert",
          documents: many(30).map((one) => ({ ...one, key: `${name}${one.key}` })),
        }),
      ),
    );
    const ids = answers.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(90);
    const sizes = await sizesOfShards();
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBe(90);
    expect(sizes.filter(({ size, held }) => size !== held || size > 40)).toEqual([]);
  });
});

describe("the free plan", () => {
  it("takes 50 documents a request, and says so of more", async () => {
    const world = await createWorld({ vars: { PLAN: "free" } });
    const answer = await bulk(world, { operation: "create", documents: many(50) });
    expect(answer.counts.created).toBe(50);
    const more = { operation: "upsert", documents: many(51) };
    const { status, body } = await world.call("POST", "/api/targets/bulk", more);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: "/documents", detail: expect.stringMatching(/at most 50/) },
    ]);
  });
});

describe("upserting many targets", () => {
  it("creates, changes and leaves alone, and the same again changes nothing", async () => {
    const world = await createWorld();
    await bulk(world, { operation: "upsert", documents: many(3) });
    await world.runUntil(world.now() + 60_000);
    const [a, b] = many(2);
    const documents = [a, { ...b, name: "Other" }, { url, key: "new" }, { url }];
    const answer = await bulk(world, { operation: "upsert", documents });
    expect(outcomesOf(answer)).toEqual(["unchanged", "changed", "created", "failed"]);
    expect(answer.items[3]?.problem?.errors).toEqual([
      { pointer: "/documents/3/key", detail: expect.stringMatching(/key/) },
    ]);
    const again = await bulk(world, { operation: "upsert", documents });
    expect(outcomesOf(again)).toEqual(["unchanged", "unchanged", "unchanged", "failed"]);
    expect(
      (await listAll(world)).map((one: Item & { revision: number }) => one.revision),
    ).toEqual([1, 2, 1, 1]);
  });

  it("moves the slots of those alone whose schedule changes", async () => {
    const world = await createWorld();
    const documents = many(3, { schedule: { every: "1d" } });
    await bulk(world, { operation: "upsert", documents });
    await world.runUntil(world.now() + 120_000);
    const before = world.requests.length;
    await bulk(world, {
      operation: "upsert",
      documents: [
        { ...documents[0], name: "Other" },
        { ...documents[1], schedule: { every: "2d" } },
        documents[2],
      ],
    });
    await world.runUntil(world.now() + 120_000);
    expect(world.requests.slice(before)).toEqual([documents[1]?.url]);
  });
});

describe("changing many targets", () => {
  it("pauses, resumes, tags and deletes by ids and keys", async () => {
    const world = await createWorld();
    await bulk(world, { operation: "create", documents: many(4, { tags: ["web"] }) });
    const targets = [1, "k1", "key:k2", "nowhere", 99, "-"];
    const paused = await bulk(world, { operation: "pause", targets });
    expect(paused.items.map(({ status, id }) => [status, id])).toEqual([
      [200, 1],
      [200, 2],
      [200, 3],
      [404, null],
      [404, null],
      [422, null],
    ]);
    expect(paused.items[3]?.problem?.detail).toContain("nowhere");
    expect(
      (await listAll(world)).map(({ status }: { status: string }) => status),
    ).toEqual(["paused", "paused", "paused", "new"]);
    const resumed = await bulk(world, { operation: "resume", targets: ["k0", 4] });
    expect(outcomesOf(resumed)).toEqual(["changed", "unchanged"]);
    const tagged = await bulk(world, {
      operation: "tag",
      targets: [1, 2],
      add: ["prod", "eu"],
      remove: ["web"],
    });
    expect(outcomesOf(tagged)).toEqual(["changed", "changed"]);
    const byTag = await world.call("GET", "/api/targets?tag=prod&sort=created");
    expect(byTag.body.items.map(({ tags }: { tags: string[] }) => tags)).toEqual([
      ["prod", "eu"],
      ["prod", "eu"],
    ]);
    const deleted = await bulk(world, { operation: "delete", targets: [1, "k3", 1] });
    expect(outcomesOf(deleted)).toEqual(["deleted", "deleted", "deleted"]);
    expect((await listAll(world)).map(({ id }: { id: number }) => id)).toEqual([2, 3]);
    expect(await sizesOfShards()).toEqual([{ size: 2, held: 2 }]);
  });

  it("leaves nothing of deleted targets in their shards, and keeps what is of others", async () => {
    const world = await createWorld();
    await bulk(world, { operation: "create", documents: many(12) });
    await world.runUntil(world.now() + 60_000);
    for (const id of [1, 11]) await world.call("POST", `/api/targets/${id}/run`);
    const { body: kept } = await world.call("GET", "/api/targets/11");
    await bulk(world, { operation: "delete", targets: [1, 2] });
    const row = await DB.prepare("SELECT state, labels FROM shards").first<{
      state: string;
      labels: string;
    }>();
    const names = Object.keys(JSON.parse(row?.state ?? "")).map(Number.parseInt);
    expect(names).toContain(11);
    expect(names.filter((id) => id < 3)).toEqual([]);
    expect(Object.keys(JSON.parse(row?.labels ?? ""))).toHaveLength(10);
    expect((await world.call("GET", "/api/targets/11")).body).toEqual(kept);
  });

  it("refuses tags beyond the most for those targets alone that would have them", async () => {
    const world = await createWorld();
    const tags = Array.from({ length: 20 }, (_, n) => `t${n}`);
    await bulk(world, { operation: "create", documents: [{ url, tags }, { url }] });
    const { items } = await bulk(world, {
      operation: "tag",
      targets: [1, 2],
      add: ["more"],
    });
    expect(items.map(({ status }) => status)).toEqual([422, 200]);
    expect(items[0]?.problem?.errors).toEqual([
      { pointer: "/add", detail: expect.stringMatching(/21 tags of at most 20/) },
    ]);
  });

  it.each<[object, number[]]>([
    [{ tag: ["a"] }, [1, 3]],
    [{ tag: ["a", "b"] }, [3]],
    [{ kind: "site" }, [4]],
    [{ host: "B.example.com" }, [2]],
    [{ enabled: false }, [3]],
    [{ status: "paused" }, [3]],
    [{ text: "first" }, [1]],
    [{ text: "b." }, [2]],
    [{ tag: "a", enabled: true }, [1]],
  ])("finds by the filter %j what the list finds", async (filter, ids) => {
    const world = await createWorld();
    await bulk(world, {
      operation: "create",
      documents: [
        { url, name: "The first", tags: ["a"] },
        { url: "https://b.example.com/", tags: ["b"] },
        { url, tags: ["a", "b"], enabled: false },
        { url, kind: "site" },
      ],
    });
    const { items } = await bulk(world, { operation: "delete", filter, dryRun: true });
    expect(items.map(({ id }) => id)).toEqual(ids);
    const query = Object.entries(filter)
      .flatMap(([name, value]) => [value].flat().map((one) => `${name}=${one}`))
      .join("&");
    const list = await world.call("GET", `/api/targets?sort=created&${query}`);
    expect(list.body.items.map(({ id }: { id: number }) => id)).toEqual(ids);
  });

  it("goes through all that a filter finds, portion by portion", async () => {
    const world = await createWorld();
    for (let part = 0; part < 3; part++) {
      const documents = many(400).map((one) => ({
        url: one.url,
        key: `${part}${one.key}`,
        tags: ["web"],
      }));
      await bulk(world, { operation: "create", documents });
    }
    const portions: number[] = [];
    let cursor: string | null = null;
    do {
      const answer = await bulk(world, {
        operation: "tag",
        filter: { tag: ["web"] },
        remove: ["web"],
        ...(cursor !== null && { cursor }),
      });
      portions.push(answer.counts.changed ?? 0);
      cursor = answer.next;
    } while (cursor !== null);
    expect(portions).toEqual([500, 500, 200]);
    expect((await world.call("GET", "/api/targets?tag=web")).body.items).toEqual([]);
  });

  it.each([
    [{ operation: "pause" }, "/targets"],
    [{ operation: "pause", targets: [1], filter: { tag: ["a"] } }, "/targets"],
    [{ operation: "pause", filter: {} }, "/filter"],
    [{ operation: "delete", filter: { tag: [] } }, "/filter"],
    [{ operation: "pause", filter: { colour: "red" } }, "/filter/colour"],
    [{ operation: "pause", targets: Array(501).fill(1) }, "/targets"],
    [{ operation: "fly", targets: [1] }, "/operation"],
    [{ operation: "create", documents: [] }, "/documents"],
    [{ operation: "tag", targets: [1], add: [""] }, "/add/0"],
    [{ operation: "delete", targets: [1], all: true }, "/all"],
  ])("refuses %j as a whole", async (body, pointer) => {
    const world = await createWorld();
    const answer = await world.call("POST", "/api/targets/bulk", body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it.each([
    ["create", { documents: many(2) }, ["failed", "failed"]],
    [
      "upsert",
      { documents: many(3, { name: "Other" }) },
      ["changed", "changed", "created"],
    ],
    ["pause", { targets: [1, 2] }, ["changed", "changed"]],
    ["delete", { targets: [1, 3] }, ["deleted", "failed"]],
  ])(
    "only tells what would be done in a dry run: %s",
    async (operation, wish, outcomes) => {
      const world = await createWorld();
      await bulk(world, { operation: "create", documents: many(2) });
      const before = await listAll(world);
      const answer = await bulk(world, { operation, ...wish, dryRun: true });
      expect(outcomesOf(answer)).toEqual(outcomes);
      expect(await listAll(world)).toEqual(before);
    },
  );

  it("tries again what another request changed meanwhile", async () => {
    let meddled = 0;
    const db = {
      prepare: (statement: string) => DB.prepare(statement),
      async batch(batch: D1PreparedStatement[]) {
        if (meddled++ === 0)
          await DB.batch([
            DB.prepare("UPDATE targets SET revision = revision + 1 WHERE id = 1"),
            DB.prepare("DELETE FROM targets WHERE id = 2"),
          ]);
        return await DB.batch(batch);
      },
    };
    const quiet = await createWorld();
    await bulk(quiet, { operation: "create", documents: many(3) });
    const world = await createWorld({ vars: { DB: db as unknown as D1Database } });
    const { items } = await bulk(world, { operation: "pause", targets: [1, 2, 3] });
    expect(items.map(({ status }) => status)).toEqual([200, 404, 200]);
  });
});

describe("an operation on many targets", () => {
  it("takes as few statements for 500 as for one, and looks at each shard once", async () => {
    const costs: number[][] = [];
    for (const count of [1, 500]) {
      await DB.batch(
        ["targets", "shards", "target_tags"].map((t) => DB.prepare(`DELETE FROM ${t}`)),
      );
      const { world, countOf } = await countingWorld();
      const documents = many(count).map(({ url, key }) => ({ url, key }));
      const filter = { text: "example" };
      const wishes = [
        { operation: "create", documents },
        { operation: "upsert", documents },
        {
          operation: "upsert",
          documents: documents.map((one) => ({ ...one, badges: true })),
        },
        { operation: "tag", filter, add: ["web"] },
        { operation: "pause", targets: documents.map(({ key }) => key) },
        { operation: "resume", filter },
        { operation: "delete", filter },
      ];
      const counted: number[] = [];
      for (const wish of wishes) {
        counted.push(
          await countOf(async () => {
            const { counts } = await bulk(world, wish);
            expect([wish.operation, counts.failed]).toEqual([wish.operation, 0]);
          }),
        );
        if (wish.operation === "create") {
          const { results } = await DB.prepare("SELECT revision, size FROM shards").all<{
            revision: number;
            size: number;
          }>();
          expect(results.map(({ revision }) => revision)).toEqual(results.map(() => 1));
          expect(results).toHaveLength(Math.ceil(count / 40));
        }
      }
      costs.push(counted);
    }
    expect(costs[1]).toEqual(costs[0]);
    expect(Math.max(...costs.flat())).toBeLessThanOrEqual(10);
    expect(await sizesOfShards()).toEqual(
      Array.from({ length: 13 }, () => ({ size: 0, held: 0 })),
    );
  });
});

describe("targets of one request that depend on others", () => {
  const on = (key: string, ...dependsOn: string[]) => ({
    url,
    key,
    alarm: { dependsOn },
  });

  it("may name each other, but none that is not there or depends on them", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "old" });
    const documents = [
      on("child", "parent", "old"),
      on("parent"),
      on("lost", "nobody"),
      on("a", "b"),
      on("b", "a"),
    ];
    const { items } = await bulk(world, { operation: "upsert", documents });
    expect(items.map(({ status }) => status)).toEqual([201, 201, 422, 422, 422]);
    expect(items.slice(2).map(({ problem }) => problem?.errors?.[0]?.pointer)).toEqual([
      "/documents/2/alarm/dependsOn/0",
      "/documents/3/alarm/dependsOn",
      "/documents/4/alarm/dependsOn",
    ]);
    const turned = { operation: "upsert", documents: [on("old", "child")] };
    const [item] = (await bulk(world, turned)).items;
    expect(item?.problem?.errors).toMatchObject([
      { detail: "One of these targets depends on this one." },
    ]);
  });

  it("are checked with as many statements as one of them", async () => {
    const { world, countOf } = await countingWorld();
    await addTarget(world, { key: "old" });
    const put = (count: number, more: object) =>
      countOf(() =>
        bulk(world, { operation: "upsert", dryRun: true, documents: many(count, more) }),
      );
    const alarm = { dependsOn: ["old"] };
    const plain = await put(40, {});
    expect([await put(1, { alarm }), await put(40, { alarm })]).toEqual([
      plain + 2,
      plain + 2,
    ]);
  });
});
