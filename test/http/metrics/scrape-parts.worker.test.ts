// Tests scrapes of /metrics that are made in parts.
import { describe, expect, it } from "vitest";
import { readTargetMetrics } from "#store/metrics/target-metrics.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  type ReadSample,
  readExposition,
  valuesIn,
} from "#test/fixtures/metrics/exposition-reader.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T10:00:00Z");

/** Pages, forty a shard, each with one of 100 tags, and then ten heartbeats. */
async function worldOf(pages: number, vars: Record<string, string> = {}) {
  const world = await createWorld({ now: start, vars });
  const seed = { site: "https://site.example", dueAt: start, anchorAt: start };
  await seedTargets(DB, { count: pages, ...seed });
  const timing = { schedule: { every: "1m" }, tags: ["jobs"] };
  for (let i = 1; i <= 10; i++) {
    const heartbeat = { kind: "heartbeat", name: `Job ${i}`, ...timing };
    expect((await world.call("POST", "/api/targets", heartbeat)).status).toBe(201);
  }
  // From here on scrapes are among the requests that scrapes tell of.
  await scrape(world);
  return world;
}

async function scrape(world: World, query = "") {
  const { status, body } = await world.call("GET", `/metrics?${query}`);
  expect(status, body).toBe(200);
  return readExposition(body, "prometheus");
}

/** All parts of so many. */
const scrapeAll = (world: World, of: number, query = "") =>
  Promise.all(
    Array.from({ length: of }, (_, index) =>
      scrape(world, `shard=${index}/${of}${query}`),
    ),
  );

/** Those that count the targets of an answer, so that each part has its own. */
const counting =
  /^(junkai_targets|junkai_targets_omitted|hc_checks(_down)?_total|hc_tag_up)$/;
/** Those that move with every request. */
const moving = /^junkai_(http_|rows_|statements_|database_bytes)/;

const nameOf = ({ name, labels }: ReadSample) => `${name} ${JSON.stringify(labels)}`;
const seriesOf = (read: Awaited<ReturnType<typeof scrape>>) =>
  read.flatMap(({ samples }) => samples).filter(({ name }) => !counting.test(name));

const idsIn = (read: Awaited<ReturnType<typeof scrape>>) =>
  seriesOf(read).flatMap(({ name, labels }) =>
    name === "junkai_target_info" ? [Number(labels.target)] : [],
  );

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

describe("the parts of a scrape", () => {
  it.each([1, 2, 3, 7])(
    "of %i are together the scrape of all, and no series comes twice",
    async (of) => {
      const world = await worldOf(210);
      await world.runUntil(start + 60_000);
      const [whole, parts] = [await scrape(world), await scrapeAll(world, of)];
      const together = parts.flatMap(seriesOf);
      expect(together.map(nameOf).sort()).toEqual(seriesOf(whole).map(nameOf).sort());
      const values = new Map(together.map((sample) => [nameOf(sample), sample.value]));
      for (const sample of seriesOf(whole).filter(({ name }) => !moving.test(name)))
        expect([nameOf(sample), values.get(nameOf(sample))]).toEqual([
          nameOf(sample),
          sample.value,
        ]);
      for (const name of ["junkai_targets", "junkai_targets_omitted", "hc_checks_total"])
        expect(sum(parts.flatMap((part) => valuesIn(part, name)))).toBe(
          sum(valuesIn(whole, name)),
        );
      expect(valuesIn(whole, "hc_checks_total")).toEqual([10]);
      // Forty targets a shard, and six shards.
      const filled = parts.filter((part) => idsIn(part).length > 0);
      expect(filled).toHaveLength(Math.min(of, 6));
    },
  );

  it("after the first have nothing but targets", async () => {
    const world = await worldOf(80);
    const [first, second] = await scrapeAll(world, 2);
    const ownOf = (read: typeof first) =>
      (read ?? [])
        .map(({ name }) => name)
        .filter(
          (name) =>
            !/^(probe_|junkai_target|junkai_heartbeat_|junkai_reading|hc_)/.test(name),
        );
    expect(ownOf(second)).toEqual([]);
    expect(ownOf(first)).toContain("junkai_ticks_total");
    expect(idsIn(second ?? []).length).toBeGreaterThan(0);
  });

  it("keep their targets when others come", async () => {
    const world = await worldOf(80);
    const before = idsIn(await scrape(world, "shard=1/3"));
    expect(before.length).toBeGreaterThan(0);
    for (let i = 0; i < 50; i++)
      await world.call("POST", "/api/targets", { url: `https://more-${i}.example/` });
    expect(idsIn(await scrape(world, "shard=1/3"))).toEqual(
      expect.arrayContaining(before),
    );
  });

  it("have each as many targets as METRICS_TARGETS says, and tell how many they leave out", async () => {
    const world = await worldOf(120, { METRICS_TARGETS: "10" });
    for (const part of await scrapeAll(world, 3)) {
      const enabled =
        idsIn(part).length + (valuesIn(part, "junkai_targets_omitted")[0] ?? 0);
      expect(idsIn(part)).toHaveLength(10);
      expect(enabled).toBeGreaterThan(30);
    }
    const omitted = (await scrapeAll(world, 3)).flatMap((part) =>
      valuesIn(part, "junkai_targets_omitted"),
    );
    const [all] = valuesIn(await scrape(world), "junkai_targets_omitted");
    expect(sum(omitted)).toBe((all ?? 0) - 20);
    for (const part of await scrapeAll(world, 3, "&limit=4"))
      expect(idsIn(part)).toHaveLength(4);
  });

  it.each(["tag=jobs", "tag=tag7", "target=3&target=45&target=90", "targets=off"])(
    "go with %s",
    async (query) => {
      const world = await worldOf(120);
      const whole = await scrape(world, query);
      const parts = await scrapeAll(world, 3, `&${query}`);
      const together = parts.flatMap(seriesOf).map(nameOf).sort();
      expect(together).toEqual(seriesOf(whole).map(nameOf).sort());
      if (query !== "targets=off") expect(parts.flatMap(idsIn).length).toBeGreaterThan(0);
    },
  );
});

describe("a part", () => {
  it.each([
    ["4/4", "Parts are counted from 0: the last of 4 is 3/4."],
    ["9/4", "Parts are counted from 0: the last of 4 is 3/4."],
    ["0/0", "At least 1 part."],
    ["0/1001", "At most 1000 parts."],
    ["x", 'This is a part such as "0/4": the first of four.'],
    ["", 'This is a part such as "0/4": the first of four.'],
    ["1", 'This is a part such as "0/4": the first of four.'],
    ["-1/2", 'This is a part such as "0/4": the first of four.'],
    ["1.5/2", 'This is a part such as "0/4": the first of four.'],
    ["0/4/2", 'This is a part such as "0/4": the first of four.'],
    ["0/4&shard=1/4", 'This is a part such as "0/4": the first of four.'],
  ])("is refused as shard=%s", async (shard, detail) => {
    const world = await createWorld({ now: start });
    const { status, body } = await world.call("GET", `/metrics?shard=${shard}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ parameter: "shard", detail }]);
  });

  it("reads three rows for each of its shards, however many others have", async () => {
    const world = await createWorld({ now: start });
    // In shard 1, of another part. Without any, it would be two rows.
    await addHeartbeats(world, 1);
    await addShards(2, 400);
    const few = await costOf(world, { index: 3, of: 40 });
    await addShards(401, 4_000);
    const fewOfMany = await costOf(world, { index: 3, of: 400 });
    const many = await costOf(world, { index: 3, of: 40 });
    // Ten shards of 400, ten of 4,000, and a hundred of 4,000.
    expect(few).toBeLessThanOrEqual(3 * 10 + 5);
    expect(fewOfMany).toBe(few);
    expect(many).toBeGreaterThan(2 * 100);
    expect(many).toBeLessThanOrEqual(3 * 100 + 5);
  });

  it("counts what it leaves out by its own shards alone", async () => {
    const world = await createWorld({ now: start });
    await addShards(1, 400);
    const query = { ids: null, tags: [], part: { index: 1, of: 4 }, limit: 40 };
    const { db, meter } = world.newDeps();
    // It reads 21 of its 100 shards, whose targets are all paused.
    expect((await readTargetMetrics(db, query)).omitted).toBe(79 * 40);
    expect(meter.rowsRead).toBeLessThanOrEqual(2 * 100 + 10);
  });

  it("reads nothing of heartbeats in other parts", async () => {
    const world = await createWorld({ now: start });
    await addHeartbeats(world, 40);
    const first = { index: 1, of: 2 };
    const before = await costOf(world, first);
    await addHeartbeats(world, 40);
    // One more: where the index goes on with another part's.
    expect(await costOf(world, first)).toBeLessThanOrEqual(before + 1);
    expect(await costOf(world, { index: 0, of: 2 })).toBeGreaterThan(80);
  });
});

/** Forty a shard. */
async function addHeartbeats(world: World, count: number) {
  const heartbeat = { kind: "heartbeat", name: "Job", schedule: { every: "1m" } };
  for (let i = 0; i < count; i++) {
    const { status } = await world.call("POST", "/api/targets", heartbeat);
    expect(status).toBe(201);
  }
}

/** Shards whose targets are all paused. */
const addShards = (from: number, to: number) =>
  DB.prepare(`
    WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
    INSERT INTO shards (id, size, due_at) SELECT i, 40, 0 FROM n`)
    .bind(from, to)
    .run();

/** Rows that a scrape of the part reads of targets. */
async function costOf(world: World, part: { index: number; of: number }) {
  const { db, meter } = world.newDeps();
  await readTargetMetrics(db, { limit: 10_000, ids: null, tags: [], part });
  return meter.rowsRead;
}
